/* 数据导出: the job, the list of tables, how a cell is written. */
#include "domain/data_export.h"

#include "base/buf.h"
#include "data_fields.h"

/* ---- the job ----------------------------------------------------------- */
static const struct code state_rows[] = {
    { "waiting", "等候" },    { "running", "导出中" }, { "done", "可下载" },
    { "failed", "没有完成" }, { "gone", "已删除" },    { NULL, NULL }
};
const struct code_table data_export_states = { "data_export_state", "导出状态",
                                               state_rows };
static const struct code form_rows[] = { { "xlsx", "Excel 工作簿" },
                                         { "csv", "CSV 数据包（ZIP）" },
                                         { NULL, NULL } };
const struct code_table data_export_forms = { "data_export_form", "导出格式",
                                              form_rows };

#define REASON_MOST 200
#define MANY(member, label)                                                    \
    F_INT(data_export, member, label, REQUIRED, 0, INT64_MAX)

static const struct field row_fields[] = {
    F_ID(data_export, id, "编号", REQUIRED),
    F_ID(data_export, account_id, "账号编号", COLUMN_ONLY),
    F_TEXT(data_export, unit, "单位代码", COLUMN_ONLY, 1, 20),
    F_CODE(data_export, form, "格式", REQUIRED, data_export_forms),
    F_BOOL(data_export, full, "含完整证件号、电话和地址", REQUIRED),
    F_SEALED(data_export, reason, "用途", REQUIRED, REASON_MOST, NULL, NULL,
             "data_export.reason"),
    F_CODE(data_export, state, "状态", REQUIRED, data_export_states),
    F_TEXT(data_export, sheet, "正在导出的表", OPTIONAL, 0, 60),
    MANY(sheets_done, "已导出的表"),
    MANY(sheets_total, "共几张表"),
    MANY(rows_done, "已导出的行"),
    F_INT(data_export, size, "文件大小", OPTIONAL, 0, INT64_MAX),
    F_TEXT(data_export, fault, "没有完成的原因", OPTIONAL, 0, 200),
    F_TIME(data_export, created_at, "提出时间", REQUIRED),
    F_TIME(data_export, finished_at, "完成时间", OPTIONAL),
    F_TIME(data_export, kept_until, "保存到", OPTIONAL),
    F_INT(data_export, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record data_export_row =
    RECORD(data_export, "DataExport", "数据导出", row_fields);

static const struct field in_fields[] = {
    F_CODE(data_export_in, form, "格式", REQUIRED, data_export_forms),
    F_BOOL(data_export_in, full, "含完整证件号、电话和地址", OPTIONAL),
    F_CLEAN(data_export_in, reason, "用途", REQUIRED, 2, REASON_MOST,
            clean_text),
    F_END
};
const struct record data_export_in =
    RECORD(data_export_in, "DataExportNew", "提出数据导出", in_fields);

/* ---- its tables -------------------------------------------------------- */
#define SHEET_AT(id) &data_##id,
const struct data_sheet *const data_sheets[] = { DATA_SHEETS(SHEET_AT) };
const size_t data_sheets_n = sizeof data_sheets / sizeof *data_sheets;

static enum err masked(const struct field *f, struct arena *a,
                       const char **text)
{
    struct buf b;

    buf_init(&b);
    f->mask(&b, *text);
    *text = b.failed ? NULL : arena_strndup(a, b.len ? b.data : "", b.len);
    buf_free(&b);
    return *text ? ERR_OK : ERR_NO_MEMORY;
}

static enum err moment(const struct data_view *v, struct arena *a, int64_t ms,
                       struct data_cell *out)
{
    char at[CLOCK_TIME_MAX];

    if (ms == INT_NONE)
        return ERR_OK;
    if (v->coded)
        clock_time_text(ms, at);
    else
        clock_minute_text(ms, at);
    out->text = arena_strdup(a, at);
    return out->text ? ERR_OK : ERR_NO_MEMORY;
}

enum err data_cell_of(const struct field *f, const struct data_view *v,
                      struct arena *a, const void *row, struct data_cell *out)
{
    *out = (struct data_cell) { INT_NONE, NULL };
    if (f->type == FIELD_TIME)
        return moment(v, a, field_int(f, row), out);
    if (!field_is_text(f)) {
        int64_t n = field_int(f, row);

        if (f->type == FIELD_BOOL && !v->coded && n != INT_NONE)
            out->text = n ? "是" : "否";
        else
            out->number = n;
        return ERR_OK;
    }
    out->text = field_text(f, row);
    if (!out->text)
        return ERR_OK;
    if (f->mask && !v->full)
        return masked(f, a, &out->text);
    if (f->type == FIELD_CODE && !v->coded)
        out->text = code_label(f->codes, out->text);
    return ERR_OK;
}

const char *data_kind_words(const struct field *f)
{
    static const char *const words[] = {
        [FIELD_INT] = "整数",  [FIELD_BOOL] = "是否，1 是 0 否",
        [FIELD_TEXT] = "文字", [FIELD_DATE] = "日期，年-月-日",
        [FIELD_TIME] = "时间", [FIELD_CODE] = "代码",
    };

    return words[f->type];
}
