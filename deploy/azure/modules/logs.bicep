// Where the container's log goes.
@description('Where it lies.')
param location string

@description('Begins each name.')
param name string

@description('Days that the log is kept.')
param days int

@description('For the bill.')
param tags object

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-log'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: days
    workspaceCapping: { dailyQuotaGb: 1 }
  }
}

@description('What the container\'s environment writes to.')
output workspaceName string = workspace.name
