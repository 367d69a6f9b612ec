/* How a notice's service is told, said once for the files that read it. */
#ifndef STORE_NOTICE_COLUMNS_H
#define STORE_NOTICE_COLUMNS_H

/* Refused at the door, it was left there (留置): of its document's state and
 * the way of its last service. */
#define NOTICE_STATE(state, method)                                            \
    "CASE WHEN " state " = 'served' AND " method " = 'lien' THEN 'refused'"    \
    " ELSE " state " END"

#endif
