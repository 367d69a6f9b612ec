/* The pages that may come after those of a door, in one file: together they are
 * half the size of each by itself. */
export { default as ConflictsPage } from './ConflictsPage.vue'
export { default as NoticesPage } from './NoticesPage.vue'
export { default as PasswordPage } from './PasswordPage.vue'
export { default as PlacesPage } from './PlacesPage.vue'
export { default as ServePage } from './ServePage.vue'
export { default as TodayPage } from './TodayPage.vue'
