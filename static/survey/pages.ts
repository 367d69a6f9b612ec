/* The pages of the phone client by the name that nav.ts goes to. */
import { defineAsyncComponent, type Component } from 'vue'
import DoorPage from './pages/DoorPage.vue'
import DoorsPage from './pages/DoorsPage.vue'
import HomePage from './pages/HomePage.vue'
import SavedPage from './pages/SavedPage.vue'
import UnsentPage from './pages/UnsentPage.vue'

const later = (name: keyof typeof import('./pages/later')) =>
  defineAsyncComponent(async () => (await import('./pages/later'))[name])

export interface PhonePage {
  title: string
  component: Component
}

/* What is needed at a door is here from the start; the rest may come later. */
export const pages: Record<string, PhonePage> = {
  home: { title: '我的村', component: HomePage },
  doors: { title: '门户', component: DoorsPage },
  door: { title: '入户', component: DoorPage },
  saved: { title: '入户', component: SavedPage },
  unsent: { title: '未上传', component: UnsentPage },
  conflicts: {
    title: '待核对',
    component: later('ConflictsPage'),
  },
  notices: {
    title: '文书送达',
    component: later('NoticesPage'),
  },
  serve: {
    title: '送达',
    component: later('ServePage'),
  },
  places: {
    title: '各村进度',
    component: later('PlacesPage'),
  },
  today: {
    title: '我的入户记录',
    component: later('TodayPage'),
  },
  password: {
    title: '修改密码',
    component: later('PasswordPage'),
  },
}
