/* The phone client: starts Vue once. */
import { createApp } from 'vue'
import App from './App.vue'
import './survey.css'
import { install } from './version'

createApp(App).mount('#app')
void install()
