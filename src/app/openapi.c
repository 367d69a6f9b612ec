/* `baoxue openapi`: the document that GET /api/v1/openapi.json serves. */
#include <stdio.h>

#include "api/policy.h"
#include "app/cli.h"
#include "base/buf.h"

int command_openapi(int argc, char **argv)
{
    struct cli_common c = { .db = NULL };
    const struct cli_option options[] = { CLI_OPTION_END };
    const struct policy p = policy_tables();
    struct buf b;
    int code = cli_read(argc, argv, "baoxue openapi", options, &c, NULL, 0, 0);

    if (code != CLI_DONE)
        return code;
    buf_init(&b);
    openapi_write(&b, &p);
    if (b.failed)
        code = cli_fail_err(ERR_NO_MEMORY);
    else
        fwrite(b.data, 1, b.len, stdout);
    buf_free(&b);
    return code;
}
