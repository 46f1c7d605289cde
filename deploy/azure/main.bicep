// The bot in one resource group: identity, Teams registration, database, container and log.
// No secret is a parameter: the database's password is made here, lies in Key Vault, and is new at each deployment.
targetScope = 'resourceGroup'

@description('Where all of it lies; the bot registration itself is global.')
param location string = resourceGroup().location

@description('Begins each resource\'s name: 3-12 small letters and digits.')
@minLength(3)
@maxLength(12)
param name string

@description('What the bot is called in Teams.')
param displayName string = 'Utvalgsbot'

@description('The container image, with its digest: registry/utvalgsbot@sha256:...')
param image string

@description('The login server of the registry that holds the image, where the identity may pull; empty for a public image.')
param registryServer string = ''

@description('The tenants whose people may talk to the bot, beside the bot\'s own: GUIDs with commas between.')
param furtherTenants string = ''

@description('Who may set up committees by chat: Entra object ids with commas between. Empty: only the register file does.')
param administrators string = ''

@description('Days that the log is kept; it holds ids only.')
@minValue(30)
@maxValue(730)
param logDays int = 90

@description('Days that the database can be restored to any moment of.')
@minValue(7)
@maxValue(35)
param backupDays int = 35

@description('Whether backups are kept in the paired region too.')
param geoRedundantBackup bool = false

@description('The database server\'s size.')
param databaseSku string = 'Standard_B1ms'

@description('The database\'s password, made anew at each deployment. Leave it out.')
@secure()
param databasePassword string = '${newGuid()}${newGuid()}'

@description('Marks each thing, so that a bill and a tidying-up can tell whose it is.')
param tags object = { application: 'utvalgsbot' }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
  tags: tags
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    location: location
    name: name
    tags: tags
  }
}

module logs 'modules/logs.bicep' = {
  name: 'logs'
  params: {
    location: location
    name: name
    days: logDays
    tags: tags
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    location: location
    name: name
    sku: databaseSku
    password: databasePassword
    backupDays: backupDays
    geoRedundantBackup: geoRedundantBackup
    subnetId: network.outputs.databaseSubnetId
    privateDnsZoneId: network.outputs.privateDnsZoneId
    tags: tags
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    location: location
    name: name
    readerId: identity.properties.principalId
    databaseHost: database.outputs.host
    databasePassword: databasePassword
    tags: tags
  }
}

module files 'modules/files.bicep' = {
  name: 'files'
  params: {
    location: location
    name: name
    tags: tags
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    location: location
    name: name
    image: image
    registryServer: registryServer
    identityId: identity.id
    clientId: identity.properties.clientId
    administrators: administrators
    allowedTenants: empty(furtherTenants) ? tenant().tenantId : '${tenant().tenantId},${furtherTenants}'
    databaseUrlSecret: vault.outputs.databaseUrlSecret
    subnetId: network.outputs.appSubnetId
    workspaceName: logs.outputs.workspaceName
    storageName: files.outputs.storageName
    tags: tags
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: name
    displayName: displayName
    identityId: identity.id
    clientId: identity.properties.clientId
    host: app.outputs.host
    tags: tags
  }
}

@description('The bot\'s application id: for the Teams app (`manifest build --bot-id`).')
output botId string = identity.properties.clientId

@description('The identity\'s object id: for the Graph permissions and the mailbox scope.')
output principalId string = identity.properties.principalId

@description('Where Teams sends what people write.')
output endpoint string = 'https://${app.outputs.host}/api/messages'

@description('The storage account whose share «config» the register is put in.')
output storageName string = files.outputs.storageName
