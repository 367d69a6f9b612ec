/*
 * How two identity numbers differ.
 */
#include "domain/match.h"

#include <string.h>

#include "domain/id_no.h"

enum { LEN = 18, OLD = 15, TAIL_KEPT_LEAST = 12, TAIL_LOST_MOST = 6 };

bool match_number_sound(const char *id_no)
{
    return id_no != NULL && id_no_check(id_no, 0) == ID_NO_OK;
}

/* The 15 digits of the old form leave out the century and the check digit. */
static bool is_old_form(const char *old, const char *full)
{
    return strlen(old) == OLD && strlen(full) == LEN &&
           memcmp(old, full, 6) == 0 && memcmp(old + 6, full + 8, 9) == 0;
}

/* Spreadsheets keep fifteen digits and fill up with zeros; a hand stops. */
static bool is_cut(const char *cut, const char *full)
{
    size_t n = strlen(cut), kept = 0;

    if (strlen(full) != LEN || n > LEN)
        return false;
    while (kept < n && cut[kept] == full[kept])
        kept++;
    return kept >= TAIL_KEPT_LEAST && kept < LEN &&
           LEN - kept <= TAIL_LOST_MOST &&
           strspn(cut + kept, "0") == n - kept && (n < LEN || n - kept >= 2);
}

/* `longer` has one character more, wherever. */
static bool one_missing(const char *shorter, const char *longer)
{
    size_t at = 0;

    if (strlen(shorter) + 1 != strlen(longer) || strlen(longer) < LEN)
        return false;
    while (shorter[at] != '\0' && shorter[at] == longer[at])
        at++;
    return strcmp(shorter + at, longer + at + 1) == 0;
}

static enum match_number of_equal_length(const char *a, const char *b)
{
    size_t at[2] = { 0 }, apart = 0;

    for (size_t i = 0; a[i] != '\0'; i++) {
        if (a[i] == b[i])
            continue;
        if (apart == 2)
            return NUMBER_OTHER;
        at[apart++] = i;
    }
    if (apart == 1)
        return at[0] == LEN - 1 ? NUMBER_CHECK : NUMBER_ONE_DIGIT;
    if (a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]])
        return NUMBER_SWAPPED;
    return NUMBER_TWO_DIGITS;
}

enum match_number match_number(const char *a, const char *b)
{
    if (a == NULL || b == NULL || *a == '\0' || *b == '\0')
        return NUMBER_UNKNOWN;
    if (strcmp(a, b) == 0)
        return NUMBER_SAME;
    if (match_number_sound(a) && match_number_sound(b))
        return NUMBER_BOTH_SOUND;
    if (is_old_form(a, b) || is_old_form(b, a))
        return NUMBER_FIFTEEN;
    if (is_cut(a, b) || is_cut(b, a))
        return NUMBER_TAIL;
    if (one_missing(a, b) || one_missing(b, a))
        return NUMBER_DIGIT_MISSING;
    if (strlen(a) != strlen(b) || strlen(a) < OLD)
        return NUMBER_OTHER;
    return of_equal_length(a, b);
}
