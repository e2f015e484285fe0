import { expect, it } from 'vitest'
import { defineComponent, h, shallowRef } from 'vue'
import { ApiError } from '../../api/api-error.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import CustomerForm from '../customers/CustomerForm.vue'
import ProblemAlert from './ProblemAlert.vue'

const draft = { name: '', email: '', city: '', region: '', address: '', note: '' }

it('leads to the first field that is not right', async () => {
  const error = shallowRef<ApiError | null>(null)
  const form = defineComponent(() => () => {
    const errors = Object.fromEntries((error.value?.fields ?? []).map(({ pointer }) => [pointer, 'wrong']))
    return h('form', [h(CustomerForm, { modelValue: draft, errors }), h(ProblemAlert, { error: error.value })])
  })
  await mountComponent(form)
  const errors = ['/email', '/city'].map((pointer) => ({ pointer, code: 'too_big', detail: '' }))
  error.value = new ApiError({ status: 422, code: 'request/invalid', errors })
  await expect.poll(() => document.activeElement?.getAttribute('name')).toBe('/email')
})
