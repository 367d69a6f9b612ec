/* A sealed file of a phone, as the tests write and bring it. */
#include "carry_scene.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/hash.h"

struct carried carried;
static char letter[1000];

void carried_world(void)
{
    if (carried.round_id)
        return;
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2026,'name':'带出','starts_on':'2026-08-01','ends_on':"
           "'2026-08-31'}",
           201);
    carried.round_id = reply_int("/id");
    carried.home = api_household(ROLE_BUREAU, api.w.village);
    expect(ROLE_VILLAGE, "PUT", "/phones/" DEVICE, NULL, 204);
}

const char *carried_visit(int sequence)
{
    snprintf(letter, sizeof letter,
             "{'round_id':%lld,'visited_at':'2026-08-20T08:30:00+08:00',"
             "'outcome':'nobody_home','household':{'id':%lld},'device':"
             "'" DEVICE "','sequence':%d}",
             ID(carried.round_id), ID(carried.home), sequence);
    return letter;
}

void carried_seal(const struct keys *keys)
{
    static uint8_t secret[32] = { 1, 2, 3 };
    struct carry_public to;
    const uint8_t *tag;

    secret[31]++;
    assert_int_equal(carry_public(keys, &to), ERR_OK);
    carried.file_n = carried.text_n + CARRY_OVERHEAD;
    assert_int_equal(carry_seal(&to, secret, (const uint8_t *)carried.text,
                                carried.text_n, carried.file),
                     ERR_OK);
    tag = carried.file + carried.file_n - 16;
    for (int i = 0, at = 0; i < 16; i++)
        at += snprintf(
            carried.name + at, sizeof carried.name - (size_t)at, "%s%02x",
            i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", tag[i]);
}

void carried_say(const char *words, ...)
{
    size_t from = carried.text_n;
    va_list more;

    va_start(more, words);
    carried.text_n += (size_t)vsnprintf(carried.text + carried.text_n,
                                        MOST - carried.text_n, words, more);
    va_end(more);
    for (; from < carried.text_n; from++)
        if (carried.text[from] == '\'')
            carried.text[from] = '"';
}

void carried_head(enum role whose, int letters)
{
    carried_world();
    carried.text_n = 0;
    carried_say("{'format':1,'account_id':%lld,'device':'" DEVICE
                "','made_at':'2026-08-21T08:00:00+08:00','letters':%d}\n",
                ID(api.w.account[whose]), letters);
}

void carried_say_visit(int n, const char *body)
{
    carried_say("{'kind':'survey','uuid':'" UUID(
                    "%02d") "','title':'测户主','body':%s}\n",
                n, body);
}

/* A photo that no text could hold: line ends, zeros and digits among its bytes. */
void carried_say_photo(const char *uuid, size_t n)
{
    char hex[2 * HASH_BYTES + 1];
    uint8_t sum[HASH_BYTES];
    char *data;

    assert_true(n < MOST - carried.text_n - 400);
    data = malloc(n);
    assert_non_null(data);
    for (size_t i = 0; i < n; i++)
        data[i] = "\xff\xd8\xff\n\0"
                  "7 {'"[i % 9];
    sha256_of(data, n, sum);
    hash_hex(sum, hex);
    carried_say(
        "%zu {'kind':'photo','uuid':'%s','title':'测户主','sha256':'%s'}\n", n,
        uuid, hex);
    memcpy(carried.text + carried.text_n, data, n);
    carried.text_n += n;
    carried.text[carried.text_n++] = '\n';
    free(data);
}

void carried_visits(enum role whose, int from, int to)
{
    carried_head(whose, to - from + 1);
    for (int i = from; i <= to; i++)
        carried_say_visit(i, carried_visit(i));
    carried_seal(api.w.store->keys);
}

int carried_send(enum role role, size_t from, size_t to)
{
    int status = 0;

    for (size_t at = from; at < to; at += PIECE) {
        size_t n = to - at < PIECE ? to - at : PIECE;

        status = api_put_bytes(role,
                               PATH("/carries/%s?start=%zu&size=%zu",
                                    carried.name, at, carried.file_n),
                               carried.file + at, n);
        if (status != 200)
            break;
    }
    return status;
}

void carried_bring(enum role role)
{
    assert_int_equal(carried_send(role, 0, carried.file_n), 200);
    if (api.reply && json_is_string(reply_at("/fault")))
        fail_msg("%s", reply_text("/fault"));
}

void carried_take(enum role role)
{
    expect(role, "POST", PATH("/carries/%s/letters", carried.name), NULL, 200);
}

void carried_take_all(enum role role)
{
    carried_bring(role);
    do
        carried_take(role);
    while (reply_int("/left") > 0);
}

void carried_look(enum role role)
{
    expect(role, "GET", PATH("/carries/%s/letters?limit=200", carried.name),
           NULL, 200);
}

const char *carried_state(int n)
{
    return reply_text(PATH("/items/%d/state", n));
}

size_t carried_stored(void)
{
    snprintf(carried.path, sizeof carried.path,
             "/surveys?round_id=%lld&count=true", ID(carried.round_id));
    expect(ROLE_BUREAU, "GET", carried.path, NULL, 200);
    return (size_t)reply_int("/total");
}
