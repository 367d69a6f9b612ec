import type { Plugin } from 'vite'
export function installable(favicon: string): Plugin
