/*
 * Ledgers (台账): one declaration each, from which the screen, the JSON, the
 * CSV and the workbook are made, in the official columns (虎政规〔2020〕1号 五;
 * MOE 2024 "四个一": 适龄儿童, 疑似辍学, 辍学; every 劝返 recorded).
 *
 * A ledger is live: it shows what is known today of the children of a year.
 */
#ifndef DOMAIN_LEDGER_H
#define DOMAIN_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/right.h"
#include "json/field.h"

/* 困难家庭 of 虎政规〔2020〕1号 一 and, since 2021, 监测对象; each between
 * blanks. */
#define POOR_TAGS " poverty monitored low_income destitute disabled_poor "

/* 处置类别 of those who learn in a school without 学籍: nobody counts them as
 * missing; each between blanks. */
#define UNREGISTERED_DISPOSITIONS " local_unregistered elsewhere_unregistered "

enum ledger_kind { LEDGER_TEXT, LEDGER_INT, LEDGER_DATE };

struct ledger_column {
    const char *member; /* of the row's record; NULL: filled in by hand */
    const char *name;   /* in JSON; NULL: the member's */
    const char *header;
    const char *group; /* above neighbours that share it; NULL none */
    enum ledger_kind kind;
    double width;   /* in half-width characters; 0 by header and kind */
    text_mask mask; /* unless full numbers are asked for; NULL none */
};

/* Which of a ledger's filters it takes, as bits. */
enum ledger_by {
    LEDGER_BY_DIVISION = 1,
    LEDGER_BY_SCHOOL = 2,
    LEDGER_BY_STAGE = 4,
    LEDGER_BY_TAG = 8,
    LEDGER_BY_SEX = 16,
    LEDGER_BY_NAME = 32,
    LEDGER_BY_TERM = 64,
};

/* The query parameter of each bit, in their order; NULL at the end. */
extern const char *const ledger_filter_names[];

#define LEDGER_FOOT_MAX 4

/*
 * What an indicator counts of the children of a ledger.  The two are held
 * against each other by tests, for the county and each township:
 *   TIE_SAME    the part is exactly its children;
 *   TIE_WITHIN  the part is among them, and `why` says who else they are;
 *   TIE_PARTLY  some of them are in the part, and `why` says which.
 */
enum ledger_tie_kind { TIE_SAME, TIE_WITHIN, TIE_PARTLY };
struct ledger_tie {
    const char *indicator, *part; /* of domain/indicator.h; NULL: no tie */
    enum ledger_tie_kind kind;
    const char *why; /* shown; NULL for TIE_SAME */
};
#define LEDGER_TIES_MAX 2

/* What a row is: a child, a case, or something that was done or found, with its
 * child.  A child of a lead or of a list need not be one of the register. */
enum ledger_of {
    LEDGER_OF_CHILDREN,
    LEDGER_OF_CASES,
    LEDGER_OF_LESSONS,
    LEDGER_OF_HELP,
    LEDGER_OF_LEADS,
    LEDGER_OF_ASSIGNED, /* rows of 下发名单 */
    LEDGER_OF_CHANGES,  /* rows of 户籍变动 */
    LEDGER_OF_TRAINING, /* 培训意愿 */
    LEDGER_OF_UPWARD,   /* 逐级上报 */
    LEDGER_OF_PAIRINGS, /* 结对帮扶 in force in the year */
};

struct ledger {
    const char *name, *title;
    const char *about; /* what it is for, in the list of ledgers */
    enum ledger_of of;
    const char *kinds;       /* of its cases, codes with blanks between */
    const char *outcomes;    /* only cases closed in the year with one of these,
                                each between blanks */
    bool standing;           /* or rather those that are asked for or in force
                                in the year */
    const char *disposition; /* only cases of this 处置类别; NULL any */
    const char *without;     /* and none of these, each between blanks */
    const char *tags; /* only children with one of these 特殊类别, each
                                between blanks; NULL any */
    bool placed;      /* with 就读方式 and the committee's advice */
    bool noticed;     /* only children with an 入学通知书 of the year */
    bool unaided; /* only pupils without 生活补助 in a term of the year */
    bool handed;  /* only 培训意愿 that were handed over to 人社局 */
    enum right right; /* beside RIGHT_LEDGER_READ; 0 none */
    bool departments; /* or without that: a department's own work */
    enum right full;  /* for whole numbers; 0 RIGHT_LEDGER_FULL */
    const struct ledger_column *columns;
    size_t n_columns;
    size_t frozen;                     /* columns that stay in view */
    unsigned filters;                  /* enum ledger_by */
    const char *foot[LEDGER_FOOT_MAX]; /* to be signed by hand; NULL after the
                                          last */
    bool wide;                         /* on A3, else A4 */
    struct ledger_tie ties[LEDGER_TIES_MAX];
};

extern const struct ledger *const ledgers[];
extern const size_t ledgers_n;

/* NULL when there is none of that name. */
const struct ledger *ledger_of(const char *name);

/* What its rows are counted in: 人, 次, 行, 对. */
const char *ledger_measure(const struct ledger *l);
/* Is it handed in and locked (封存)?  Those of cases; all else is exported. */
bool ledger_locks(const struct ledger *l);
/* Has it a column of the 入学通知书? */
bool ledger_shows_notice(const struct ledger *l);
/* Or of 资助? */
bool ledger_shows_aid(const struct ledger *l);

/* ---- the year ---------------------------------------------------------- */
#define LEDGER_AGE_MIN 6
#define LEDGER_AGE_MAX 15
#define LEDGER_YEAR_MIN 2000
#define LEDGER_YEAR_MAX 2100

/*
 * Children of a year are 6–15 on its cutoff day (31 August unless the county
 * decides otherwise): born after `born_after` up to `born_to`, which need not
 * be days of the calendar, as they are compared as text.  A child without a
 * birth date cannot be left out by it, so it stands in every year's roster
 * until somebody finds the date.
 *
 * A case belongs to a year when it was opened before the end of 31 December
 * and not closed before the school year that the cutoff ends began: so what
 * was settled in the autumn is still in the ledger of the next 31 August.
 * `from` is that first instant (1 September of the year before), `to` the end.
 */
struct ledger_year {
    int64_t year;
    char born_after[CLOCK_DATE_MAX], born_to[CLOCK_DATE_MAX];
    int64_t from, to; /* UTC ms, half open */
    char from_date[CLOCK_DATE_MAX];
};

/* `cutoff` as MM-DD.  ERR_INVALID outside LEDGER_YEAR_MIN … MAX, or when the
 * cutoff is no day. */
enum err ledger_year_of(int64_t year, const char *cutoff,
                        struct ledger_year *out);

/* ---- rows -------------------------------------------------------------- */
/* A child, and its case where the ledger is one of cases or one is open. */
struct ledger_row {
    int64_t id; /* of what the ledger is of */
    int64_t student_id, case_id;
    /* Where it stands in the order of the sheet, see store/ledger_store.h. */
    const char *place;
    int64_t household_key;
    /* as stored */
    const char *township, *village, *grid, *head_name, *relation;
    const char *name, *sex, *nation, *birth_date, *id_kind, *id_no;
    const char *huji_name, *huji_address, *residence_address;
    const char *household_address, *household_phone;
    const char *guardian_name, *guardian_phone;
    const char *school, *school_name, *school_place, *grade, *class;
    const char *student_no, *enrolment_state, *transfer_state, *situation,
        *tag_codes, *note;
    const char *case_kind, *case_state, *level, *source, *reason;
    const char *absent_since, *disposition, *outcome, *returned_on;
    const char *report_no, *reported_on;
    const char *period_from, *period_until, *archive_no;
    const char *placement;            /* 就读方式 */
    const char *assessed_on, *advice; /* of the committee, the latest */
    /* 入学通知书 of the year that is not void, and its last service */
    const char *notice_mark, *notice_basis, *notice_school, *report_on;
    const char *issued_on, *served_on, *service_method, *recipient;
    const char *witness, *servers, *notice_state, *arrival;
    int64_t notice_number;
    int64_t persuasions, opened_at, closed_at;
    /* of a lesson, a help, a lead */
    const char *event_on, *event_unit, *people, *did, *effect;
    const char *slot, *signature, *photo, *difficulty;
    int64_t periods;
    const char *employer, *credit_code, *worked_from, *ordered_on, *back_on;
    const char *penalty, *ended_on;
    /* of a row of a list: its verdict, where it stands in the list's year */
    const char *verdict, *rule, *follow_up;
    const char *change_type, *old_address;
    int64_t repeated;
    /* 资助 of the 春季 and 秋季 of the year */
    const char *aid, *aid_terms, *aid_funders, *aid_amount, *aid_paid_on;
    const char *aid_lack; /* terms without 生活补助 */
    /* 培训意愿 of a leaver */
    const char *leaving_stage, *onward, *course, *training_state;
    const char *handed_on, *contacted_on;
    const char *upward_no, *answer, *answered_on; /* 逐级上报 */
    const char *visit_detail; /* of the last visit: {"facts":[…]} */
    /* made from these by ledger_row_fill */
    int64_t seq;            /* 序号, from 1 */
    const char *stage;      /* 学段 */
    const char *class_name; /* 小学三年级2班 */
    const char *standing;   /* 就读状态 */
    const char *tags;       /* 特殊类别 */
    const char *notice_no;  /* 通知书编号 */
    const char *address, *phone;
    const char *absent_month; /* 辍学年月 */
    const char *due_on;       /* 应入学时间: a September */
    const char *opened_on;
    const char *settled_on; /* 办结日期 */
    const char *progress;   /* 办理状态 */
    const char *visited_on, *visitors;
};
extern const struct record ledger_row;

/* What a lesson, a help, a child of a lead, a notice has of its own: members of
 * a struct ledger_row. */
extern const struct record ledger_lesson, ledger_help, ledger_lead,
    ledger_training, ledger_upward, ledger_pairing, ledger_notice;

/* Makes the members that come from others, `seq` apart.  Texts live in the
 * arena.  ERR_NO_MEMORY. */
enum err ledger_row_fill(struct arena *a, const struct ledger_year *y,
                         struct ledger_row *r);

/* What stands in a cell: a number, else a text; empty: INT_NONE and NULL. */
struct ledger_cell {
    int64_t number;
    const char *text;
};

/* A ledger ready to be written: its columns bound to members of the row.
 * Unless `full`, identity and student numbers, phones and addresses are
 * masked. */
#define LEDGER_COLUMNS_MAX 40
struct ledger_view {
    const struct ledger *ledger;
    bool full;
    const struct field *fields[LEDGER_COLUMNS_MAX]; /* NULL: by hand */
};

/* ERR_INTERNAL when a column names no member, or one of another kind. */
enum err ledger_view_of(const struct ledger *l, bool full,
                        struct ledger_view *out);

/* The cell of a filled row in the column of that index: labels instead of
 * codes.  Texts live as long as the row and the arena.  ERR_NO_MEMORY. */
enum err ledger_cell(const struct ledger_view *v, size_t column,
                     struct arena *a, const struct ledger_row *r,
                     struct ledger_cell *out);

/* ---- on the screen ----------------------------------------------------- */
/* "[{name,header,group,kind},…]". */
void ledger_columns_write(struct buf *b, const struct ledger *l);

/* "[{student_id,case_id,<column>:…},…]" of filled rows.  ERR_NO_MEMORY. */
enum err ledger_items_write(struct buf *b, struct arena *a,
                            const struct ledger_view *v,
                            const struct ledger_row *rows, size_t n);

#endif
