/*
 * Rosters (花名册): the lists that departments hand in, each kind one row of a
 * table: its headers and what else they are called, what tells its rows apart,
 * who may hand it in.  A row of any kind is read into the one struct below.
 */
#ifndef DOMAIN_ROSTER_H
#define DOMAIN_ROSTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/actor.h"
#include "json/field.h"

/* What a row says, in stored form; NULL where it says nothing. */
struct roster_value {
    const char *name, *sex, *birth_date;
    const char *id_kind, *id_no, *id_no_state, *nation;
    const char *student_no, *school, *grade, *class;
    const char *enrolment_state; /* 学籍状态 */
    const char *division;        /* 户籍地区划代码, 区划代码 */
    const char *household_no, *head_name, *relation;
    const char *huji_address, *address; /* 户籍地址; 现住址 现地址 住址 */
    const char *old_address;            /* 原地址 */
    const char *guardian_name, *guardian_phone;
    const char *change_type; /* 变动类型 */
    const char *hardship;    /* 困难类型 */
    const char *disability;  /* 残疾类别 */
    const char *severity;    /* 残疾等级 */
    const char *certificate_no, *source;
    const char *on_date; /* 变动 识别 下发日期 */
    const char *school_name, *school_type;
};
extern const struct record roster_value;

#define ROSTER_MEMBERS 40 /* more than there are */

/* A column of a kind's list. */
struct roster_column {
    const char *header; /* as the contract has it */
    const char *member; /* of roster_value */
    unsigned need;      /* roster_need */
    const char *other;  /* other names, separated by '|'; NULL none */
};
enum roster_need {
    NEED_NONE = 0,
    NEED_COLUMN = 1, /* the list must have it */
    NEED_CELL = 2,   /* and no row may leave it empty */
};

/* What a kind does to the register. */
enum roster_use {
    ROSTER_SCHOOLS,   /* makes and changes schools */
    ROSTER_ENROLMENT, /* makes children, sets their schooling */
    ROSTER_HUJI,      /* makes children and their households */
    ROSTER_CHANGE,    /* 出生 and 迁入 make children, others raise doubts */
    ROSTER_TAGS,      /* gives and ends tags of children that there are */
    ROSTER_LIST,      /* stands for itself, linked by proof */
};

struct roster_kind {
    const char *name, *title;
    enum roster_use use;
    const struct roster_column *columns; /* NULL header at the end */
    const char *keys[3];  /* members that tell rows apart: the first set, */
    const char *spare[5]; /* or these where it is not whole */
    const char *state;    /* the member that roster_row.state holds */
    bool own_school;      /* a school hands it in for its own pupils */
    const char *units;    /* agencies that hand it in, "gongan|canlian" */
    bool ids_as_sent;     /* a malformed number is a doubt, not a refusal */
};

extern const struct roster_kind roster_kinds[]; /* NULL name at the end */
extern const struct code_table roster_kind_codes;
extern const struct code_table import_states, import_outcomes;
extern const struct code_table change_types, hardships, disabilities,
    severities;

/* By its name; NULL. */
const struct roster_kind *roster_kind_of(const char *name);

/* May this actor hand in lists of this kind? */
bool roster_may(const struct roster_kind *k, const struct actor *actor);

/* The tag that a 困难类型 or 残疾类别 stands for; NULL none. */
const char *roster_tag(const struct roster_kind *k,
                       const struct roster_value *v);

/* What tells the row from others of its list, as one text in the arena: the
 * same child, the same text.  NULL when memory ran out. */
const char *roster_key(const struct roster_kind *k,
                       const struct roster_value *v, struct arena *a);

/* All that it says as JSON, members in the order of the table, those in
 * `without` (NULL at the end) left out. */
enum err roster_json(const struct roster_value *v, const char *const *without,
                     struct arena *a, const char **out);

/* ---- cells ------------------------------------------------------------------- */
/* A cell as a sheet has it. */
struct roster_cell {
    const char *text; /* NULL empty */
    bool numeric;     /* a number, of which a sheet keeps 15 digits */
    bool formula, error;
};

enum roster_gravity { ROSTER_REFUSED, ROSTER_DOUBT };

/* What is wrong with one cell, in words that quote nothing of it. */
struct roster_fault {
    int64_t column; /* of the sheet, from 1; 0 the row as a whole */
    const char *header, *member, *code;
    const char *detail;  /* 原因 */
    const char *remedy;  /* 处理办法 */
    const char *gravity; /* refused | doubt */
};
extern const struct record roster_fault;
#define ROSTER_FAULTS 16

/* A list of them as stored in JSON, and read from it; in the arena. */
enum err roster_faults_write(struct arena *a, const struct roster_fault *faults,
                             size_t n, const char **out);
enum err roster_faults_read(struct arena *a, const char *json,
                            struct list *out);

/* Which column of a sheet holds what: mapping[i] is the place in the kind's
 * columns of sheet column i, or -1. */
#define ROSTER_COLUMNS 512
struct roster_mapping {
    int16_t at[ROSTER_COLUMNS];
    size_t n;
    const char *const *headers; /* as the file has them; NULL entries empty */
};

/* What rows are judged against. */
struct roster_codes {
    const char *const *schools; /* sorted codes */
    size_t schools_n;
    const char *const *divisions; /* of the county, sorted */
    size_t divisions_n;
    const char *county;     /* 12 digits */
    const char *own_school; /* refused when another; NULL any */
    const char *today;
};

struct roster_row_read {
    struct roster_value v;
    struct roster_fault faults[ROSTER_FAULTS];
    size_t faults_n;
    bool refused;
};

/* Checks one row by the field tables of the API.  All in the arena.
 * ERR_NO_MEMORY. */
enum err roster_row_check(const struct roster_kind *k,
                          const struct roster_mapping *m,
                          const struct roster_codes *c,
                          const struct roster_cell *cells, size_t n,
                          struct arena *a, struct roster_row_read *out);

/* One more thing that is wrong with the row as a whole, or with a member. */
void roster_fault_add(const struct roster_kind *k,
                      const struct roster_mapping *m,
                      struct roster_row_read *row, const char *member,
                      enum roster_gravity gravity, const char *code,
                      const char *detail, const char *remedy);

/* ---- headers ------------------------------------------------------------------- */
/* A header without blanks, marks of requirement and what stands in brackets:
 * "身份证号*（必填）" is 身份证号.  In the arena. */
const char *roster_header(struct arena *a, const char *cell);

/* The place of a header in the kind's columns, by its name or another; -1. */
int roster_column_of(const struct roster_kind *k, const char *header);

/* Maps a row that may be the header; how many of the needed columns it has,
 * and in *all whether none is missing.  A header that stands twice is mapped
 * once, the first time. */
size_t roster_map(const struct roster_kind *k, const char *const *headers,
                  size_t n, struct roster_mapping *m, bool *all);

/* The first needed column that is not mapped; NULL none. */
const struct roster_column *roster_missing(const struct roster_kind *k,
                                           const struct roster_mapping *m);

/* Another kind, whose needed headers all stand there and which knows more of
 * the headers than `k` does; NULL. */
const struct roster_kind *roster_looks_like(const struct roster_kind *k,
                                            const char *const *headers,
                                            size_t n);

/* ---- words -------------------------------------------------------------------------- */
/* The code of a cell that holds a code, its label or another common word for
 * it; NULL. */
const char *roster_code(struct arena *a, const struct code_table *t,
                        const char *text);

/* A date in any of the forms people write: 2015-03-04, 2015/3/4, 2015.3.4,
 * 20150304, 2015年3月4日, with a time behind it, or a spreadsheet's day number.
 * False when it is none. */
bool roster_date(const char *text, char out[CLOCK_DATE_MAX]);

#endif
