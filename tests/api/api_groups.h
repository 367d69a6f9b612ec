/* The groups of API tests; each returns how many failed. */
#ifndef TESTS_API_GROUPS_H
#define TESTS_API_GROUPS_H

int api_group_order(void);    /* which of two faults is told */
int api_group_register(void); /* places, households, children, doubts */
int api_group_survey(void);
int api_group_case(void);    /* cases, attachments, worklist */
int api_group_account(void); /* sessions, accounts, settings, audit */
int api_group_ledger(void);

#endif
