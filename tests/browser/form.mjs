/* Fills in a form as it is drawn, whatever it asks for. */

const FILLING = '按规定办理，材料齐全。'
const OPTIONAL = /（可不(填|交)）$/

/* The smallest PNG: one grey point. */
export const PICTURE = {
  name: '材料照片.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

async function fillFile(field, page) {
  await field.locator('input[type=file]').setInputFiles(PICTURE)
  await field.getByText(PICTURE.name).waitFor()
  await page.waitForFunction(() => !document.querySelector('input[type=file]:disabled'))
}

async function fillChoice(field, given) {
  const radio = field.getByRole('radiogroup')
  if ((await radio.count()) > 0) {
    const choice = given
      ? radio.getByText(given, { exact: true })
      : radio.locator('label').first()
    await choice.click()
    return true
  }
  const select = field.locator('select')
  if ((await select.count()) === 0) return false
  await select.selectOption(given ? { label: given } : { index: 1 })
  return true
}

/*
 * What is required is filled, and what `values` names by the beginning of its
 * label; a value is a text, the label of a choice, a date, or true for a file.
 */
export async function fillForm(form, values = {}) {
  const page = form.page()
  await form.locator('.field').first().waitFor()
  for (const field of await form.locator('.field').all()) {
    const said = (await field.locator('.label, label').first().innerText()).trim()
    const key = Object.keys(values).find((name) => said.startsWith(name))
    const given = key === undefined ? undefined : values[key]
    if (given === undefined && OPTIONAL.test(said)) continue
    if ((await field.locator('input[type=file]').count()) > 0) {
      await fillFile(field, page)
    } else if ((await field.getByRole('checkbox').count()) > 0) {
      for (const box of await field.locator('label.el-checkbox').all()) {
        if (!given || (await box.innerText()).match(given)) await box.click()
      }
    } else if (!(await fillChoice(field, given))) {
      const box = field.locator('input, textarea').first()
      if (given !== undefined) await box.fill(given)
      else if ((await box.inputValue()) === '') await box.fill(FILLING)
    }
  }
}
