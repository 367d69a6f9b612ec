/* The phone client: starts Vue once. */
import { createApp } from 'vue'
import App from './App.vue'
import './survey.css'

createApp(App).mount('#app')
