// The database's address with its password, readable for the bot's identity alone.
@description('Where it lies.')
param location string

@description('Begins each name.')
param name string

@description('The object id of the identity that may read secrets.')
param readerId string

@description('Where the database answers.')
param databaseHost string

@description('The password of its user utvalgsbot.')
@secure()
param databasePassword string

@description('For the bill.')
param tags object

// Microsoft's built-in role «Key Vault Secrets User».
var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
var query = 'sslmode=verify-full&sslrootcert=system'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}-${uniqueString(resourceGroup().id)}', 24)
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }
}

resource databaseUrl 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-url'
  properties: {
    value: 'postgresql://utvalgsbot:${databasePassword}@${databaseHost}/utvalgsbot?${query}'
  }
}

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, readerId, secretsUser)
  scope: vault
  properties: {
    principalId: readerId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretsUser
  }
}

@description('The address of this version of the secret, not the secret; given out when the identity may read it.')
output databaseUrlSecret string = empty(mayRead.id) ? '' : databaseUrl.properties.secretUriWithVersion
