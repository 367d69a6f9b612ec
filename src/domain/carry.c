/* Field tables of what a phone carries away. */
#include "domain/carry.h"

#include "domain/clean.h"
#include "domain/codes.h"

static const struct field carry_key_fields[] = {
    F_INT(carry_key, version, "密钥版本", REQUIRED, 1, 255),
    F_TEXT(carry_key, point, "公钥", REQUIRED, 87, 87), F_END
};
const struct record carry_key =
    RECORD(carry_key, "CarryKey", "带出文件的公钥", carry_key_fields);

static const struct field carry_head_fields[] = {
    F_INT(carry_head, format, "格式", REQUIRED, 1, 1),
    F_ID(carry_head, account_id, "账号", REQUIRED),
    F_TEXT(carry_head, device, "手机编号", REQUIRED, 36, 36),
    F_TIME(carry_head, made_at, "带出时间", REQUIRED),
    F_INT(carry_head, letters, "条数", REQUIRED, 1, CARRY_LETTERS_MOST),
    F_END
};
const struct record carry_head =
    RECORD(carry_head, "CarryHead", "带出文件", carry_head_fields);

static const struct field carry_letter_fields[] = {
    F_TEXT(carry_letter, kind, "种类", REQUIRED, 1, 20),
    F_TEXT(carry_letter, uuid, "入户编号", REQUIRED, 36, 36),
    F_CLEAN(carry_letter, title, "户主", REQUIRED, 0, 60, clean_text),
    F_OBJECT(carry_letter, body, "入户", REQUIRED, struct survey_in, survey_in),
    F_END
};
const struct record carry_letter =
    RECORD(carry_letter, "CarryLetter", "带出的一条", carry_letter_fields);

static const struct field carry_line_fields[] = {
    F_TEXT(carry_line, uuid, "入户编号", OPTIONAL, 0, 36),
    F_TEXT(carry_line, title, "户主", OPTIONAL, 0, 60),
    F_TIME(carry_line, visited_at, "入户时间", OPTIONAL),
    F_CODE(carry_line, state, "结果", REQUIRED, carry_states),
    F_TEXT(carry_line, detail, "说明", OPTIONAL, 0, 0),
    F_END
};
const struct record carry_line =
    RECORD(carry_line, "CarryLine", "带出的一条", carry_line_fields);

static const struct field carry_answer_fields[] = {
    F_ID(carry_answer, account_id, "账号", REQUIRED),
    F_TEXT(carry_answer, account_name, "入户人", REQUIRED, 1, 60),
    F_TIME(carry_answer, made_at, "带出时间", REQUIRED),
    F_INT(carry_answer, letters, "条数", REQUIRED, 1, CARRY_LETTERS_MOST),
    F_INT(carry_answer, next, "接着从第几条", NULLABLE, 0, CARRY_LETTERS_MOST),
    F_LIST(carry_answer, lines, "各条", REQUIRED, CARRY_LETTERS_MOST,
           carry_line),
    F_END
};
const struct record carry_answer = RECORD(
    carry_answer, "CarryAnswer", "带出文件里的入户", carry_answer_fields);
