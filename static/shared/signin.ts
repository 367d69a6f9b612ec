/* What the sign-in and password forms of both clients share. */
import { computed, reactive, ref } from 'vue'
import { CODE } from './api'
import { asProblem, Problem } from './problem'
import { session } from './session'

export const PASSWORD_MIN = 12

/* Runs one step at a time and keeps the problem it ended with. */
export function useStep() {
  const busy = ref(false)
  const problem = ref<Problem | null>(null)
  async function run(step: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      await step()
      return true
    } catch (thrown) {
      problem.value = asProblem(thrown)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, run }
}

export function useSignIn() {
  const form = reactive({ username: '', password: '', totp: '' })
  const totpAsked = ref(false)
  const { busy, problem, run } = useStep()

  async function submit(): Promise<boolean> {
    const done = await run(() =>
      session.signIn({
        username: form.username.trim(),
        password: form.password,
        ...(totpAsked.value && { totp: form.totp.replace(/\s/g, '') }),
      }),
    )
    if (problem.value?.code === CODE.totp && !totpAsked.value) {
      totpAsked.value = true
      problem.value = null
    }
    if (done) Object.assign(form, { password: '', totp: '' })
    return done
  }

  return { form, totpAsked, busy, problem, submit }
}

export function useNewPassword() {
  const form = reactive({ old: '', fresh: '', repeat: '' })
  const { busy, problem, run } = useStep()
  const tooShort = computed(
    () => form.fresh !== '' && [...form.fresh].length < PASSWORD_MIN,
  )
  const differs = computed(
    () => form.repeat !== '' && form.repeat !== form.fresh,
  )
  const ready = computed(
    () =>
      form.old !== '' &&
      form.fresh !== '' &&
      !tooShort.value &&
      form.repeat === form.fresh,
  )

  async function submit(): Promise<boolean> {
    if (!ready.value) return false
    const done = await run(() => session.changePassword(form.old, form.fresh))
    if (done) Object.assign(form, { old: '', fresh: '', repeat: '' })
    return done
  }

  return { form, tooShort, differs, ready, busy, problem, submit }
}
