// The container: migrates the database, then runs. Only HTTPS from outside, only to /api/messages and the probes.
@description('Where it lies.')
param location string

@description('Begins each name.')
param name string

@description('The container image, with its digest.')
param image string

@description('Where the image is pulled from by the identity; empty for a public image.')
param registryServer string

@description('The bot\'s identity, as a resource id.')
param identityId string

@description('The identity\'s application id.')
param clientId string

@description('The tenants whose people may talk to the bot: GUIDs with commas between.')
param allowedTenants string

@description('Who may set up committees by chat: Entra object ids with commas between.')
param administrators string

@description('The address of the secret with the database\'s address.')
param databaseUrlSecret string

@description('The subnet given over to it.')
param subnetId string

@description('Where the log goes.')
param workspaceName string

@description('The account that holds the shares.')
param storageName string

@description('For the bill.')
param tags object

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  tags: tags
  properties: {
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: false }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: workspace.properties.customerId
        sharedKey: workspace.listKeys().primarySharedKey
      }
    }
  }
}

resource config 'Microsoft.App/managedEnvironments/storages@2024-03-01' = {
  parent: environment
  name: 'config'
  properties: {
    azureFile: {
      accountName: storage.name
      accountKey: storage.listKeys().keys[0].value
      shareName: 'config'
      accessMode: 'ReadOnly'
    }
  }
}

resource keys 'Microsoft.App/managedEnvironments/storages@2024-03-01' = {
  parent: environment
  name: 'election-keys'
  properties: {
    azureFile: {
      accountName: storage.name
      accountKey: storage.listKeys().keys[0].value
      shareName: 'election-keys'
      accessMode: 'ReadWrite'
    }
  }
}

var settings = [
  { name: 'UTVALGSBOT_APP_ID', value: clientId }
  { name: 'UTVALGSBOT_APP_TYPE', value: 'UserAssignedMSI' }
  { name: 'UTVALGSBOT_TENANT_ID', value: tenant().tenantId }
  { name: 'UTVALGSBOT_ALLOWED_TENANTS', value: allowedTenants }
  { name: 'UTVALGSBOT_ADMINISTRATORS', value: administrators }
  { name: 'UTVALGSBOT_DATABASE_URL', secretRef: 'database-url' }
  { name: 'UTVALGSBOT_REGISTER_PATH', value: '/etc/utvalgsbot/register.yaml' }
  { name: 'UTVALGSBOT_ELECTION_KEYS_PATH', value: '/var/lib/utvalgsbot/election-keys' }
]

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${name}-bot'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 3978
        transport: 'http'
        allowInsecure: false
      }
      registries: empty(registryServer) ? [] : [{ server: registryServer, identity: identityId }]
      secrets: [{ name: 'database-url', keyVaultUrl: databaseUrlSecret, identity: identityId }]
    }
    template: {
      // A new password or image is a new revision; otherwise the old one would go on with what it read at its start.
      revisionSuffix: 'r${uniqueString(databaseUrlSecret, image)}'
      initContainers: [
        {
          name: 'migrate'
          image: image
          args: ['db', 'migrate']
          env: settings
          resources: { cpu: json('0.5'), memory: '1Gi' }
        }
      ]
      containers: [
        {
          name: 'bot'
          image: image
          args: ['run']
          env: settings
          resources: { cpu: json('0.5'), memory: '1Gi' }
          volumeMounts: [
            { volumeName: 'config', mountPath: '/etc/utvalgsbot' }
            { volumeName: 'election-keys', mountPath: '/var/lib/utvalgsbot/election-keys' }
          ]
          probes: [
            { type: 'Startup', httpGet: { path: '/readyz', port: 3978 }, periodSeconds: 5, failureThreshold: 30 }
            { type: 'Liveness', httpGet: { path: '/livez', port: 3978 }, periodSeconds: 15, failureThreshold: 4 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: 3978 }, periodSeconds: 10, failureThreshold: 3 }
          ]
        }
      ]
      // One is enough, and never none: the clock must go. A second one helps only against a machine that stops.
      scale: { minReplicas: 1, maxReplicas: 1 }
      volumes: [
        { name: 'config', storageType: 'AzureFile', storageName: config.name }
        {
          name: 'election-keys'
          storageType: 'AzureFile'
          storageName: keys.name
          mountOptions: 'uid=10001,gid=10001,dir_mode=0700,file_mode=0600'
        }
      ]
    }
  }
}

@description('Where the bot answers.')
output host string = app.properties.configuration.ingress.fqdn
