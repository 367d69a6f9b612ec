/* 公告: field tables, who may, and the text from the counts. */
#include "domain/announcement.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/clean.h"
#include "refuse.h"

static const struct code state_rows[] = { { "draft", "草稿" },
                                          { "published", "已发布" },
                                          { "withdrawn", "已撤回" },
                                          { NULL, NULL } };
const struct code_table announcement_states = { "announcement_state",
                                                "公告状态", state_rows };

#define TITLE(tag, opts) F_CLEAN(tag, title, "标题", opts, 2, 60, clean_text)
#define BODY(tag, opts)                                                        \
    F_CLEAN(tag, body, "正文", (opts) | MULTILINE, 2, ANNOUNCEMENT_MOST,       \
            clean_text)

static const struct field in_fields[] = {
    F_INT(announcement_in, year, "年度", REQUIRED, 2000, 2199),
    TITLE(announcement_in, REQUIRED), BODY(announcement_in, REQUIRED), F_END
};
const struct record announcement_in =
    RECORD(announcement_in, "AnnouncementNew", "起草公告", in_fields);

static const struct field patch_fields[] = {
    TITLE(announcement_patch, OPTIONAL), BODY(announcement_patch, OPTIONAL),
    F_END
};
const struct record announcement_patch = RECORD_SEEN(
    announcement_patch, "AnnouncementChange", "修改公告", patch_fields);

static const struct field withdraw_fields[] = {
    F_CLEAN(announcement_withdraw, reason, "撤回的原因", REQUIRED, 2, 200,
            clean_text),
    F_END
};
const struct record announcement_withdraw = RECORD(
    announcement_withdraw, "AnnouncementWithdraw", "撤回公告", withdraw_fields);

static const struct field row_fields[] = {
    F_ID(announcement_row, id, "编号", REQUIRED),
    F_INT(announcement_row, year, "年度", REQUIRED, 2000, 2199),
    F_INT(announcement_row, number, "公告号", OPTIONAL, 1, INT64_MAX),
    F_TEXT(announcement_row, title, "标题", REQUIRED, 1, 60),
    F_TEXT(announcement_row, body, "正文", REQUIRED | MULTILINE, 1,
           ANNOUNCEMENT_MOST),
    F_CODE(announcement_row, state, "状态", REQUIRED, announcement_states),
    F_TEXT(announcement_row, account_name, "起草人", REQUIRED, 1, 60),
    F_TIME(announcement_row, at, "起草时间", REQUIRED),
    F_ID(announcement_row, published_by, "发布人", OPTIONAL),
    F_TEXT(announcement_row, published_name, "发布人姓名", OPTIONAL, 0, 60),
    F_TIME(announcement_row, published_at, "发布时间", OPTIONAL),
    F_TEXT(announcement_row, reason, "撤回的原因", OPTIONAL, 0, 200),
    F_BOOL(announcement_row, may_change, "可以修改", OPTIONAL | REPLY_ONLY),
    F_BOOL(announcement_row, may_publish, "可以发布", OPTIONAL | REPLY_ONLY),
    F_BOOL(announcement_row, may_withdraw, "可以撤回", OPTIONAL | REPLY_ONLY),
    F_INT(announcement_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record announcement_row =
    RECORD(announcement_row, "Announcement", "公告", row_fields);

static const struct field draft_fields[] = {
    F_TEXT(announcement_draft, title, "标题", REQUIRED, 1, 60),
    F_TEXT(announcement_draft, body, "正文", REQUIRED | MULTILINE, 1,
           ANNOUNCEMENT_MOST),
    F_END
};
const struct record announcement_draft =
    RECORD(announcement_draft, "AnnouncementDraft", "公告底稿", draft_fields);

/* ---- who may ----------------------------------------------------------- */
enum err announcement_may(const struct announcement_row *n, const char *state,
                          struct refusal *why)
{
    if (strcmp(n->state, state) == 0)
        return ERR_OK;
    return refuse(why, ERR_RULE, "", "action.state",
                  strcmp(state, "draft") == 0
                      ? "公告已经发布，不能再改，没有做任何改动。"
                        "有误的请撤回后另行发布。"
                      : "公告没有发布或已经撤回，没有做任何改动。请刷新。");
}

void announcement_describe(struct announcement_row *n, const struct act *act)
{
    bool mine = role_may(act->role, RIGHT_ANNOUNCE);

    n->may_change = n->may_publish = mine && strcmp(n->state, "draft") == 0;
    n->may_withdraw = mine && strcmp(n->state, "published") == 0;
}

/* ---- the text ---------------------------------------------------------- */
static void say(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void say(struct buf *b, const char *format, ...)
{
    char line[400];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    buf_str(b, line);
}

#define RANKS_SHOWN 3
#define N(x) ((long long)(x))

const char *announcement_text(struct arena *a, int64_t year,
                              const struct announcement_counts *c,
                              const struct announcement_rank *ranks, size_t n)
{
    const char *text;
    struct buf b;

    buf_init(&b);
    say(&b,
        "%lld年，市政府教育督导室对%lld个单位开展控辍保学督查%lld次，"
        "指出问题%lld个，下达限期整改%lld项，其中复查通过%lld项、"
        "正在整改%lld项、曾超过期限%lld项。",
        N(year), N(c->units), N(c->inspections), N(c->findings),
        N(c->rectifications), N(c->passed), N(c->pending), N(c->late));
    if (n > 0)
        say(&b, "\n考核得分居前的乡镇街道：");
    for (size_t i = 0; i < n && i < RANKS_SHOWN; i++)
        say(&b, "%s%s（%.1f分）", i ? "、" : "", ranks[i].name, ranks[i].score);
    if (n > 0)
        say(&b, "。");
    say(&b, "\n请各单位对照督查指出的问题举一反三，按期完成整改；"
            "未按期整改的，依照有关规定追究责任。");
    text = b.failed ? NULL : arena_strndup(a, b.data, b.len);
    buf_free(&b);
    return text;
}
