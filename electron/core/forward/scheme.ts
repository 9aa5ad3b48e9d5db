import type { ServicePort } from '../../../shared/model/service.ts';

/** The scheme of a URL that opens the port, where its appProtocol, name or number tells that it speaks HTTP. */
export function schemeOf({ name = '', appProtocol = '', port, targetPort }: ServicePort): 'http' | 'https' | undefined {
  if (appProtocol === 'https' || appProtocol === 'http') return appProtocol;
  if (appProtocol !== '') return undefined;
  const named = /^(https?)(?:-|$)/.exec(name)?.[1] ?? /^(https?)$/.exec(String(targetPort))?.[1];
  if (named === 'https' || named === 'http') return named;
  if (name !== '') return undefined;
  if (port === 443 || port === 8443) return 'https';
  return port === 80 || port === 8080 ? 'http' : undefined;
}
