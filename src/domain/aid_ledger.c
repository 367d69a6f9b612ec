/* 资助 in the columns of a ledger. */
#include <string.h>

#include "domain/aid.h"
#include "domain/ledger.h"
#include "domain/money.h"

static const struct field given_fields[] = {
    F_CODE(aid_row, term, "学期", REQUIRED, aid_terms),
    F_CODE(aid_row, kind, "资助项目", REQUIRED, aid_kind_codes),
    F_INT(aid_row, fen, "金额（分）", REQUIRED, 0, INT64_MAX),
    F_CODE(aid_row, funder, "资助单位", REQUIRED, aid_funders),
    F_DATE(aid_row, paid_on, "发放日期", REQUIRED),
    F_END
};
const struct record aid_given =
    RECORD(aid_row, "AidGiven", "台账行的资助", given_fields);

/* Each label once, 、 between. */
static enum err name(struct arena *a, const char *label, const char **out)
{
    if (*out && strstr(*out, label))
        return ERR_OK;
    *out = arena_printf(a, "%s%s%s", *out ? *out : "", *out ? "、" : "", label);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}

static bool is_living(const struct aid_row *g, const char *term)
{
    return strcmp(g->term, term) == 0 &&
           (strcmp(g->kind, "boarding") == 0 || strcmp(g->kind, "living") == 0);
}

enum err aid_in_ledger(struct arena *a, const struct list *given,
                       const char *term, bool begun, struct ledger_row *r)
{
    const struct aid_row *g = given->items;
    bool spring = term && strcmp(term, "2") != 0;
    bool autumn = term ? strcmp(term, "1") != 0 : !begun;
    int64_t fen = 0;

    for (size_t i = 0; i < given->n; i++) {
        spring |= is_living(&g[i], "2");
        autumn |= is_living(&g[i], "1");
        fen += g[i].fen;
        if (!r->aid_paid_on || strcmp(r->aid_paid_on, g[i].paid_on) < 0)
            r->aid_paid_on = g[i].paid_on;
        TRY(name(a, code_label(&aid_kind_codes, g[i].kind), &r->aid));
        TRY(name(a, code_label(&aid_terms, g[i].term), &r->aid_terms));
        TRY(name(a, code_label(&aid_funders, g[i].funder), &r->aid_funders));
    }
    if (!spring)
        TRY(name(a, code_label(&aid_terms, "2"), &r->aid_lack));
    if (!autumn)
        TRY(name(a, code_label(&aid_terms, "1"), &r->aid_lack));
    r->aid_amount = given->n ? money_yuan(a, fen) : NULL;
    return given->n && !r->aid_amount ? ERR_NO_MEMORY : ERR_OK;
}
