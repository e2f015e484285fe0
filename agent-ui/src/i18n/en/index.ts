import { mergeAreas } from '../merge-areas.ts'

export default mergeAreas(import.meta.glob('./*.json', { eager: true, import: 'default' }))
