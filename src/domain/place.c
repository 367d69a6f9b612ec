/* Field tables and rules of places and units. */
#include "domain/place.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"

#define CODE_MAX DIVISION_CODE_MAX
#define F_VERSION(tag) F_INT(tag, version, "版本", REQUIRED, 1, INT64_MAX)

/* ---- divisions --------------------------------------------------------- */
static const struct field division_row_fields[] = {
    F_TEXT(division_row, code, "区划代码", REQUIRED, 1, CODE_MAX),
    F_TEXT(division_row, name, "名称", REQUIRED, 1, 60),
    F_CODE(division_row, level, "级别", REQUIRED, division_levels),
    F_TEXT(division_row, parent, "上级区划代码", OPTIONAL, 0, CODE_MAX),
    F_TEXT(division_row, path, "层级路径", COLUMN_ONLY, 0, 80),
    F_TEXT(division_row, source, "来源", REQUIRED, 1, 20),
    F_VERSION(division_row),
    F_END
};
const struct record division_row =
    RECORD(division_row, "Division", "区划", division_row_fields);

static const struct field grid_in_fields[] = {
    F_TEXT(grid_in, parent, "所属村居代码", REQUIRED, 1, CODE_MAX),
    F_CLEAN(grid_in, name, "网格名称", REQUIRED, 1, 60, clean_text), F_END
};
const struct record grid_in =
    RECORD(grid_in, "GridNew", "新网格", grid_in_fields);

static const struct field division_patch_fields[] = {
    F_CLEAN(division_patch, name, "名称", OPTIONAL, 1, 60, clean_text),
    F_TEXT(division_patch, parent, "上级区划代码", OPTIONAL, 1, CODE_MAX), F_END
};
const struct record division_patch = RECORD_SEEN(
    division_patch, "DivisionChange", "区划修改", division_patch_fields);

static int level_rank(const char *level)
{
    int rank = 0;

    while (division_levels.rows[rank].code &&
           strcmp(division_levels.rows[rank].code, level) != 0)
        rank++;
    return rank;
}

char *division_path(struct arena *a, const char *level, const char *parent_path,
                    const char *code)
{
    if (level_rank(level) <= level_rank("county"))
        return arena_printf(a, "D%s/", code);
    return arena_printf(a, "%s%s/", parent_path, code);
}

bool division_may_stand(const char *level, const char *parent_level)
{
    return level_rank(parent_level) + 1 == level_rank(level);
}

int place_depth(const char *lo)
{
    int depth = 0;

    if (!lo || !*lo)
        return 0;
    if (*lo != 'D')
        return 4;
    for (; *lo; lo++)
        depth += *lo == '/';
    return depth;
}

/* ---- units and schools ------------------------------------------------- */
static const struct field unit_row_fields[] = {
    F_TEXT(unit_row, code, "单位代码", REQUIRED, 1, 15),
    F_TEXT(unit_row, name, "名称", REQUIRED, 1, 60),
    F_CODE(unit_row, kind, "单位类别", REQUIRED, unit_kinds),
    F_TEXT(unit_row, division, "所属区划代码", REQUIRED, 1, CODE_MAX),
    F_TEXT(unit_row, division_name, "所属区划", OPTIONAL, 0, 60),
    F_INT(unit_row, member_rank, "成员单位次序", OPTIONAL, 1, 99),
    F_BOOL(unit_row, active, "在用", REQUIRED),
    F_VERSION(unit_row),
    F_END
};
const struct record unit_row =
    RECORD(unit_row, "Unit", "单位", unit_row_fields);

static const struct field school_row_fields[] = {
    F_TEXT(school_row, code, "学校标识码", REQUIRED, 10, 10),
    F_TEXT(school_row, name, "学校名称", REQUIRED, 1, 60),
    F_CODE(school_row, type, "办学类型", REQUIRED, school_types),
    F_TEXT(school_row, division, "所属区划代码", REQUIRED, 1, CODE_MAX),
    F_TEXT(school_row, division_name, "所属区划", OPTIONAL, 0, 60),
    F_TEXT(school_row, address, "地址", OPTIONAL, 0, 100),
    F_BOOL(school_row, active, "在办", REQUIRED),
    F_VERSION(school_row),
    F_END
};
const struct record school_row =
    RECORD(school_row, "School", "学校", school_row_fields);

/* Ten digits, as the national list of schools has them. */
static const char *clean_school_code(struct arena *a, const char *in,
                                     const char **out)
{
    const char *fault = clean_text(a, in, out);

    if (fault)
        return fault;
    if (strlen(*out) != 10 || strspn(*out, "0123456789") != 10)
        return "学校标识码应为 10 位数字。";
    return NULL;
}

static const struct field school_in_fields[] = {
    F_CLEAN(school_in, code, "学校标识码", REQUIRED, 10, 10, clean_school_code),
    F_CLEAN(school_in, name, "学校名称", REQUIRED, 1, 60, clean_text),
    F_CODE(school_in, type, "办学类型", REQUIRED, school_types),
    F_TEXT(school_in, division, "所属区划代码", REQUIRED, 1, CODE_MAX),
    F_CLEAN(school_in, address, "地址", NULLABLE, 0, 100, clean_text),
    F_END
};
const struct record school_in =
    RECORD(school_in, "SchoolNew", "新学校", school_in_fields);

static const struct field school_patch_fields[] = {
    F_CLEAN(school_patch, name, "学校名称", OPTIONAL, 1, 60, clean_text),
    F_CODE(school_patch, type, "办学类型", OPTIONAL, school_types),
    F_TEXT(school_patch, division, "所属区划代码", OPTIONAL, 1, CODE_MAX),
    F_CLEAN(school_patch, address, "地址", NULLABLE, 0, 100, clean_text),
    F_BOOL(school_patch, active, "在办", OPTIONAL),
    F_END
};
const struct record school_patch =
    RECORD_SEEN(school_patch, "SchoolChange", "学校修改", school_patch_fields);

/* ---- catchments -------------------------------------------------------- */
static const struct field catchment_row_fields[] = {
    F_ID(catchment_row, id, "编号", REQUIRED),
    F_TEXT(catchment_row, division, "区划代码", REQUIRED, 1, CODE_MAX),
    F_TEXT(catchment_row, division_name, "区划", OPTIONAL, 0, 60),
    F_CODE(catchment_row, stage, "学段", REQUIRED, stages),
    F_TEXT(catchment_row, school, "学校标识码", REQUIRED, 10, 10),
    F_TEXT(catchment_row, school_name, "学校", OPTIONAL, 0, 60),
    F_DATE(catchment_row, from_date, "开始日期", REQUIRED),
    F_DATE(catchment_row, to_date, "结束日期", OPTIONAL),
    F_VERSION(catchment_row),
    F_END
};
const struct record catchment_row =
    RECORD(catchment_row, "Catchment", "学区", catchment_row_fields);

static const struct field catchment_in_fields[] = {
    F_TEXT(catchment_in, division, "区划代码", REQUIRED, 1, CODE_MAX),
    F_CODE(catchment_in, stage, "学段", REQUIRED, stages),
    F_TEXT(catchment_in, school, "学校标识码", REQUIRED, 10, 10),
    F_DATE(catchment_in, from_date, "开始日期", REQUIRED), F_END
};
const struct record catchment_in =
    RECORD(catchment_in, "CatchmentNew", "新学区", catchment_in_fields);

static const struct field term_end_fields[] = {
    F_DATE(term_end, to_date, "结束日期", REQUIRED), F_END
};
const struct record term_end =
    RECORD(term_end, "TermEnd", "期满", term_end_fields);

/* ---- posts ------------------------------------------------------------- */
static const struct field post_row_fields[] = {
    F_ID(post_row, id, "编号", REQUIRED),
    F_CODE(post_row, duty, "责任岗位", REQUIRED, duties),
    F_TEXT(post_row, unit, "单位代码", REQUIRED, 1, 15),
    F_TEXT(post_row, unit_name, "单位", OPTIONAL, 0, 60),
    F_CODE(post_row, grade, "年级", OPTIONAL, grades),
    F_TEXT(post_row, class, "班级", OPTIONAL, 0, 20),
    F_TEXT(post_row, holder, "责任人", REQUIRED, 1, 60),
    F_SEALED(post_row, phone, "联系电话", MASK_LIST, 20, NULL, mask_phone,
             "post.phone"),
    F_ID(post_row, account_id, "账号编号", OPTIONAL),
    F_DATE(post_row, from_date, "任职日期", REQUIRED),
    F_DATE(post_row, to_date, "离任日期", OPTIONAL),
    F_VERSION(post_row),
    F_END
};
const struct record post_row =
    RECORD(post_row, "Post", "责任岗位", post_row_fields);

static const struct field post_in_fields[] = {
    F_CODE(post_in, duty, "责任岗位", REQUIRED, duties),
    F_TEXT(post_in, unit, "单位代码", REQUIRED, 1, 15),
    F_CODE(post_in, grade, "年级", NULLABLE, grades),
    F_CLEAN(post_in, class, "班级", NULLABLE, 0, 20, clean_text),
    F_CLEAN(post_in, holder, "责任人", REQUIRED, 1, 60, clean_name),
    F_CLEAN(post_in, phone, "联系电话", NULLABLE, 0, 20, clean_phone),
    F_ID(post_in, account_id, "账号编号", NULLABLE),
    F_DATE(post_in, from_date, "任职日期", REQUIRED),
    F_END
};
const struct record post_in =
    RECORD(post_in, "PostNew", "新责任岗位", post_in_fields);

static const struct field post_patch_fields[] = {
    F_CLEAN(post_patch, holder, "责任人", OPTIONAL, 1, 60, clean_name),
    F_CLEAN(post_patch, phone, "联系电话", NULLABLE, 0, 20, clean_phone),
    F_ID(post_patch, account_id, "账号编号", NULLABLE),
    F_DATE(post_patch, to_date, "离任日期", NULLABLE), F_END
};
const struct record post_patch =
    RECORD_SEEN(post_patch, "PostChange", "责任岗位修改", post_patch_fields);

bool duty_fits_unit(const char *duty, const char *unit_kind)
{
    static const struct {
        const char *duty, *kind;
    } fits[] = {
        { "class_teacher", "school" },   { "principal", "school" },
        { "village_head", "village" },   { "community_head", "village" },
        { "township_head", "township" }, { "bureau_head", "bureau" },
        { "mayor", "bureau" },
    };

    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
        if (strcmp(fits[i].duty, duty) == 0)
            return strcmp(fits[i].kind, unit_kind) == 0;
    return false;
}

/* ---- the leading group ------------------------------------------------- */
static const struct field member_row_fields[] = {
    F_ID(member_row, id, "编号", REQUIRED),
    F_CODE(member_row, position, "领导小组职务", REQUIRED, positions),
    F_TEXT(member_row, unit, "单位代码", OPTIONAL, 0, 15),
    F_TEXT(member_row, unit_name, "单位", OPTIONAL, 0, 60),
    F_TEXT(member_row, title, "职务", REQUIRED, 1, 60),
    F_TEXT(member_row, holder, "姓名", REQUIRED, 1, 60),
    F_INT(member_row, rank, "次序", REQUIRED, 1, 999),
    F_DATE(member_row, from_date, "开始日期", REQUIRED),
    F_DATE(member_row, to_date, "结束日期", OPTIONAL),
    F_VERSION(member_row),
    F_END
};
const struct record member_row =
    RECORD(member_row, "Member", "领导小组成员", member_row_fields);

static const struct field member_in_fields[] = {
    F_CODE(member_in, position, "领导小组职务", REQUIRED, positions),
    F_TEXT(member_in, unit, "单位代码", NULLABLE, 0, 15),
    F_CLEAN(member_in, title, "职务", REQUIRED, 1, 60, clean_text),
    F_CLEAN(member_in, holder, "姓名", REQUIRED, 1, 60, clean_name),
    F_INT(member_in, rank, "次序", REQUIRED, 1, 999),
    F_DATE(member_in, from_date, "开始日期", REQUIRED),
    F_END
};
const struct record member_in =
    RECORD(member_in, "MemberNew", "新成员", member_in_fields);

static const struct field member_patch_fields[] = {
    F_CLEAN(member_patch, title, "职务", OPTIONAL, 1, 60, clean_text),
    F_CLEAN(member_patch, holder, "姓名", OPTIONAL, 1, 60, clean_name),
    F_INT(member_patch, rank, "次序", OPTIONAL, 1, 999),
    F_DATE(member_patch, to_date, "结束日期", NULLABLE), F_END
};
const struct record member_patch =
    RECORD_SEEN(member_patch, "MemberChange", "成员修改", member_patch_fields);

/* ---- the chain --------------------------------------------------------- */
static const struct field chain_link_fields[] = {
    F_CODE(chain_link, level, "责任层级", REQUIRED, case_levels),
    F_TEXT(chain_link, unit, "单位代码", OPTIONAL, 0, 15),
    F_TEXT(chain_link, unit_name, "单位", OPTIONAL, 0, 60),
    F_CODE(chain_link, grade, "年级", OPTIONAL, grades),
    F_TEXT(chain_link, class, "班级", OPTIONAL, 0, 20),
    F_LIST(chain_link, posts, "责任人", REQUIRED, 0, post_row),
    F_END
};
const struct record chain_link =
    RECORD(chain_link, "ChainLink", "责任链一级", chain_link_fields);

const struct chain_link *chain_at(const struct chain *c, const char *level)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->links[i].level, level) == 0)
            return &c->links[i];
    return NULL;
}

const struct chain_link *chain_above(const struct chain *c, const char *level)
{
    const struct chain_link *at = chain_at(c, level);

    return at && at + 1 < c->links + c->n ? at + 1 : NULL;
}
