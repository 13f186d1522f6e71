// Applies decorators the way compiled TypeScript does, so that this peer runs without a compiler.

// onClass applies class decorators, and says what to inject into the constructor.
export function onClass(target, decorators, injected = []) {
  injected.forEach((decorate, index) => decorate(target, undefined, index))
  decorators.forEach((decorate) => decorate(target))
}

// onMethod applies method decorators and one decorator for each parameter.
export function onMethod(target, name, decorators, parameters = []) {
  parameters.forEach((decorate, index) => decorate(target.prototype, name, index))
  const descriptor = Object.getOwnPropertyDescriptor(target.prototype, name)
  decorators.forEach((decorate) => decorate(target.prototype, name, descriptor))
}
