/* The people of the demo county at their desks. */
#include "people.h"

#include "domain/account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct person {
    int64_t id;
    const char *role, *unit;
};
static const struct field person_fields[] = {
    F_ID(person, id, "编号", REQUIRED),
    F_TEXT(person, role, "角色", REQUIRED, 1, 20),
    F_TEXT(person, unit, "单位", REQUIRED, 1, 20), F_END
};
static const struct record person_record =
    RECORD(person, "SimPerson", "账号", person_fields);

SQL(q_sim_people, .text = "SELECT id, role, unit FROM account ORDER BY id",
    .row = &person_record);

static struct {
    struct list people; /* struct person */
    char (*tokens)[TOKEN_TEXT];
    int64_t experts[EXPERTS], members[EXPERTS];
} here;

static void sign_all_in(void)
{
    const struct person *p;

    assert_int_equal(db_list(api.w.writer, &q_sim_people, &api.w.arena, 20000,
                             &here.people, NO_VALS),
                     ERR_OK);
    here.tokens = calloc(here.people.n, sizeof *here.tokens);
    assert_non_null(here.tokens);
    p = here.people.items;
    for (size_t i = 0; i < here.people.n; i++)
        api_sign_in(p[i].id, here.tokens[i]);
}

static void seat_the_committee(void)
{
    static const char *const fields[EXPERTS] = { "education", "psychology",
                                                 "medicine" };
    char body[300];

    for (size_t i = 0; i < EXPERTS; i++) {
        snprintf(body, sizeof body,
                 "{'name':'测委员','field':'%s','unit_name':'测试医院',"
                 "'account_id':%lld,'from_date':'2026-01-01'}",
                 fields[i], (long long)here.experts[i]);
        expect(ROLE_BUREAU, "POST", "/committee-members", body, 201);
        here.members[i] = reply_int("/id");
    }
}

void people_open(int64_t children, uint64_t seed)
{
    char name[20];

    world_open_county(&api.w, children, seed);
    assert_int_equal(db_begin(api.w.writer), ERR_OK);
    for (size_t i = 0; i < EXPERTS; i++) {
        snprintf(name, sizeof name, "zhuanjia%zu", i + 1);
        here.experts[i] = world_account(&api.w, name, ROLE_EXPERT,
                                        role_unit(ROLE_EXPERT), NULL, NULL);
    }
    sign_all_in();
    assert_int_equal(db_commit(api.w.writer), ERR_OK);
    api_serve();
    seat_the_committee();
}

void people_close(void)
{
    free(here.tokens);
    api_close(NULL);
}

static enum role sit(size_t i, enum role role)
{
    memcpy(api.token[role], here.tokens[i], TOKEN_TEXT);
    return role;
}

enum role people_as(enum role role, const char *unit)
{
    const struct person *p = here.people.items;

    for (size_t i = 0; i < here.people.n; i++)
        if (strcmp(p[i].role, role_code(role)) == 0 &&
            (!unit || strcmp(p[i].unit, unit) == 0))
            return sit(i, role);
    return NOBODY;
}

enum role people_as_expert(size_t which)
{
    const struct person *p = here.people.items;

    for (size_t i = 0; i < here.people.n; i++)
        if (p[i].id == here.experts[which])
            return sit(i, ROLE_EXPERT);
    return NOBODY;
}

int64_t people_member(size_t i)
{
    return here.members[i];
}
