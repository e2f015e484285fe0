import UInput from '@nuxt/ui/components/Input.vue'
import { expect, it } from 'vitest'
import { defineComponent, h, shallowRef } from 'vue'
import { ApiError } from '../../api/api-error.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import FormRow from './FormRow.vue'
import ProblemAlert from './ProblemAlert.vue'

it('leads to the first field that is not right', async () => {
  const error = shallowRef<ApiError | null>(null)
  const row = (name: string) => {
    const texts = Object.fromEntries((error.value?.fields ?? []).map(({ pointer }) => [pointer, 'wrong']))
    return h(FormRow, { label: name, pointer: `/${name}`, errors: texts }, () => h(UInput, { id: name }))
  }
  const form = defineComponent(
    () => () => h('form', [row('name'), row('login'), row('password'), h(ProblemAlert, { error: error.value })]),
  )
  await mountComponent(form)
  const errors = ['/login', '/password'].map((pointer) => ({ pointer, code: 'too_small', detail: '' }))
  error.value = new ApiError({ status: 422, code: 'request/invalid', errors })
  await expect.poll(() => document.activeElement?.id).toBe('login')
})
