/* The program: finds the command and runs it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cli.h"
#include "crypto/crypto.h"
#include "sheet/sheet_in.h"

const struct command commands[] = {
    { "init", command_init, "建库：区划、密钥、单位、管理员账号" },
    { "demo", command_demo, "建一个合成数据的演示县" },
    { "serve", command_serve, "启动服务" },
    { "user", command_user, "账号：add passwd disable list" },
    { "token", command_token, "程序用的令牌：add" },
    { "import", command_import, "导入花名册" },
    { "reconcile", command_reconcile, "比对花名册，得出核查结论" },
    { "generate", command_generate, "生成带错误的合成花名册和答案" },
    { "export", command_export, "导出台账" },
    { "backup", command_backup, "备份，封存到密钥文件" },
    { "restore", command_restore, "把备份恢复成一个新库" },
    { "verify", command_verify, "核对数据库和审计链" },
    { "openapi", command_openapi, "输出接口文档（OpenAPI 3.1）" },
    { .name = NULL },
};

static int usage(FILE *to)
{
    fputs("保学 Baoxue：控辍保学管理系统\n"
          "用法：baoxue COMMAND [--db PATH] [--key-file F] [--json] …\n",
          to);
    for (const struct command *c = commands; c->name; c++)
        fprintf(to, "  %-8s  %s\n", c->name, c->usage);
    return to == stdout ? CLI_DONE : CLI_USAGE;
}

int main(int argc, char **argv)
{
    sheet_child(argc, argv);
    signal(SIGXFSZ, SIG_IGN); /* a file limit then reads as a failed write */
    umask(077);               /* whatever is written is for its owner alone */
    if (argc < 2)
        return usage(stderr);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return usage(stdout);
    if (crypto_open() != ERR_OK)
        return cli_fail("密码库没有启动，什么都没有做。请检查系统安装。");
    for (const struct command *c = commands; c->name; c++) {
        if (strcmp(argv[1], c->name) != 0)
            continue;
        int code = c->run(argc - 1, argv + 1);

        if (fflush(stdout) != 0 && code == CLI_DONE)
            return cli_fail("结果没有完整写出。请检查输出的去处。");
        return code;
    }
    fprintf(stderr, "没有 %s 这个命令。\n", argv[1]);
    return usage(stderr);
}
