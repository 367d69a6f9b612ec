/* What the demo county fills into the actions of the law: each member by its
 * name, so that a new action needs no code here. */
#include <string.h>

#include "demo_parts.h"
#include "demo_script.h"

static const struct {
    const char *member, *text;
} told[] = {
    { "applicant", "孩子的父亲" },
    { "cause", "孩子身体较弱，医生建议休养一段时间。" },
    { "hospital", "县人民医院（演示）" },
    { "opinion", "建议休养，定期复查。" },
    { "country", "韩国" },
    { "condition", "行走不便，需要有人照看。" },
    { "place", "村委会" },
    { "persons", "包片干部、校长" },
    { "content", "讲明监护人送子女接受义务教育的法定义务。" },
    { "promise", "家长表示再与孩子商量。" },
    { "facts", "多次劝返，至今没有送子女入学。" },
    { "basis", "义务教育法第五十八条" },
    { "guardian_opinion", "同意。" },
    { "archive_no", "虎免〔2026〕1号" },
    { "school_name", "县职业技术学校（演示）" },
    { "major", "汽车维修" },
    { "court", "虎林市人民法院" },
    { "claim", "请求强制监护人送子女入学，接受义务教育。" },
    { "report_no", "虎教报〔2026〕1号" },
};

/* Days from today of a date that lies ahead. */
static int32_t days_ahead(const char *member)
{
    if (strcmp(member, "until_on") == 0)
        return 240;
    return strcmp(member, "deadline_on") == 0 ? 7 : 0;
}

static const char *text_of(const char *member)
{
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (strcmp(told[i].member, member) == 0)
            return told[i].text;
    return "按规定办理。";
}

enum err demo_fill_law(struct demo *d, int32_t today, const struct record *r,
                       const char *with, void *in)
{
    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        const char **text = field_at(f, in);

        if (f->type == FIELD_TEXT)
            *text = text_of(f->name);
        else if (f->type == FIELD_CODE)
            *text = with && code_known(f->codes, with) ? with
                                                       : f->codes->rows[0].code;
        else if (f->type == FIELD_DATE)
            *text = demo_date(&d->scratch, today + days_ahead(f->name));
        if (f->type == FIELD_DATE && !*text)
            return ERR_NO_MEMORY;
    }
    return ERR_OK;
}
