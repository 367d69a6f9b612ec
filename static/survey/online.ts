/*
 * Whether the server can be reached: as the last request found, and at once
 * offline when the phone itself says it has no network.
 */
import { readonly, ref } from 'vue'
import { onApi } from '@shared/api'

const state = ref(navigator.onLine)

onApi('up', () => (state.value = true))
onApi('down', () => (state.value = false))
addEventListener('offline', () => (state.value = false))
addEventListener('online', () => (state.value = true))

export const online = readonly(state)
