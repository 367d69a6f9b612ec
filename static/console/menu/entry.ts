import type { Component } from 'vue'
import type { RouteRecordSingleView } from 'vue-router'

/* A page of the console. */
export interface Entry {
  name: string
  path: string
  title: string
  page: RouteRecordSingleView['component']
  /* Absent: every account may. */
  right?: string
  /* Only for these roles, where the right says too little. */
  roles?: string[]
  /* Absent: not in the menu. */
  icon?: Component
}
