/*
 * A small world for tests: a fresh store in a directory of its own with the
 * real division tree, one account a role, a clock that stands still, and a
 * writing and a reading connection.
 */
#ifndef TESTS_STORE_WORLD_H
#define TESTS_STORE_WORLD_H

#include "base/arena.h"
#include "db/db.h"
#include "domain/act.h"
#include "domain/actor.h"
#include "store/store.h"

/* Where the world's people sit. */
#define WORLD_COUNTY "230381000000"
#define WORLD_TOWNSHIP "230381103000"       /* 虎头镇 */
#define WORLD_OTHER_TOWNSHIP "230381104000" /* 杨岗镇 */
#define WORLD_SCHOOL "2123000001" /* 初级中学, in WORLD_TOWNSHIP */
#define WORLD_OTHER_SCHOOL "2123000002"
#define WORLD_GRADE "21"
#define WORLD_CLASS "2"
#define WORLD_PASSWORD "leaves-fall-in-october"

/* The clock stands at 2026-08-20 09:00 in the county. */
#define WORLD_NOW INT64_C(1787187600000)

struct world {
    char dir[64];
    char path[96];
    struct store *store;
    struct db *writer; /* NULL once given away */
    struct db *reader;
    struct arena arena;
    const char *village, *other_village; /* first of either township */
    int64_t account[ROLE_N];
    char today[11];
};

/* Fails the test when anything does not work. */
void world_open(struct world *w);
/* The same store filled with the demo county of so many children instead;
 * `account` holds the first of each role, `village` is not set. */
void world_open_county(struct world *w, int64_t children, uint64_t seed);
void world_close(struct world *w);

/* Moves the clock; back to standing still at WORLD_NOW by world_open. */
void world_clock(int64_t now_ms);

/* The account of that role, its actor and its act. */
struct actor world_actor(struct world *w, enum role role);
struct act world_act(struct world *w, enum role role);

/* Sets the scope of that role's account on a connection. */
void world_as(struct world *w, struct db *db, enum role role);

/* One more account; its id. */
int64_t world_account(struct world *w, const char *username, enum role role,
                      const char *unit, const char *grade, const char *class);

#endif
