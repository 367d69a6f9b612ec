/* The desktop console: starts Vue once. */
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import 'element-plus/theme-chalk/base.css'
import './styles/theme.css'
import './styles/base.css'
import './styles/print.css'
import './styles/sheet.css'

createApp(App).use(router).mount('#app')
