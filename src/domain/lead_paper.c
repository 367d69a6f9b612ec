/* What the papers of a lead say. */
#include "domain/lead.h"

#define OF_THE_PLACE                                                           \
    F_CODE(lead_paper, kind, "情形", REQUIRED, lead_kind_codes),               \
        F_TEXT(lead_paper, place_name, "用人单位或场所", OPTIONAL, 0, 100),    \
        F_TEXT(lead_paper, credit_code, "统一社会信用代码", OPTIONAL, 0, 18),  \
        F_INT(lead_paper, children, "儿童人数", REQUIRED, 0, 200),             \
        F_TEXT(lead_paper, basis, "依据", OPTIONAL, 0, 200)

static const struct field order_fields[] = {
    OF_THE_PLACE, F_DATE(lead_paper, order_until, "改正期限", OPTIONAL),
    F_TEXT(lead_paper, demand, "要求", OPTIONAL | MULTILINE, 0, 500), F_END
};
const struct record lead_order_paper =
    RECORD(lead_paper, "LeadOrderPaper", "责令改正通知书", order_fields);

static const struct field referral_fields[] = {
    OF_THE_PLACE, F_CODE(lead_paper, referred, "移交事项", OPTIONAL, referrals),
    F_CODE(lead_paper, referred_unit, "移交单位", OPTIONAL, lead_handlers),
    F_TEXT(lead_paper, reason, "理由", OPTIONAL | MULTILINE, 0, 1000), F_END
};
const struct record lead_referral_paper = RECORD(
    lead_paper, "LeadReferralPaper", "提请吊销、移交函", referral_fields);
