export { save } from '@shared/save'
