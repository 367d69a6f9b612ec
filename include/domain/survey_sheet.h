/*
 * Survey sheets (摸排登记表), the paper way of a survey: a page a household with
 * the children that are known there and boxes to tick.  Questions, answers and
 * the numbers before them are those of the form (domain/survey_form.h) in its
 * order, so that what was ticked is typed in by its number.
 */
#ifndef DOMAIN_SURVEY_SHEET_H
#define DOMAIN_SURVEY_SHEET_H

#include "domain/paper.h"
#include "domain/survey_form.h"

/* The sheet of a door.  No identity number and no phone stands on it: sheets
 * are carried about and lost.  ERR_NO_MEMORY. */
enum err survey_sheet_make(struct arena *a, const struct survey_form *form,
                           const char *round, const struct door_view *door,
                           struct paper *out);

#endif
