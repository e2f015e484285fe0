export { agreeOnDelivery, type Agreement, type CustomerChanges } from './agree-on-delivery.ts'
export { deliveryRequest, type DeliveryNote, type DeliveryRequest, type DeliverySource } from './delivery-request.ts'
export { isOpen } from './order-status.ts'
