// The registration that lets Teams reach the bot, and the bot prove who it is without a secret.
@description('Begins each name.')
param name string

@description('What the bot is called in Teams.')
param displayName string

@description('The bot\'s identity, as a resource id.')
param identityId string

@description('The identity\'s application id.')
param clientId string

@description('Where the bot answers.')
param host string

@description('For the bill.')
param tags object

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-bot'
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  tags: tags
  properties: {
    displayName: displayName
    endpoint: 'https://${host}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: clientId
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: identityId
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
    schemaTransformationVersion: '1.3'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: { isEnabled: true }
  }
}
