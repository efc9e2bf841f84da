using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Rest;

/// <summary>Every operation that the API describes, against every kind of caller: the description is the list, so that a new endpoint cannot be forgotten.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RightsTests(ClusterFixture cluster)
{
    private static readonly string[] Open =
        ["SignIn", "RefreshSignIn", "ListSignInWays", "StartIssuerSignIn", "FinishIssuerSignIn", "ReceiveStripeReceipt", "ReceiveStoreReceipt", "OpenShared", "GetSharedAudio", "ListPolicies", "GetPolicy", "DiffPolicy"];

    private static readonly string[] ForAdministrators =
        ["PutUser", "DeleteUser", "PutLine", "DeleteLine", "ListTrunks", "GetTrunk", "PutTrunk", "DeleteTrunk", "PutQueue", "PutAgentSettings", "DeleteQueue", "ListAudit", "ExportAudit", "GetRetention", "PutRetention", "SweepRetention", "ListRetentionSweeps", "ListRetentionReceipts", "ListBackups", "StartBackup", "VerifyBackups", "PutBackupSchedule", "ListLegalCases", "GetLegalCase", "ProposeLegalCase", "ApproveLegalCase", "AskLegalCaseRelease", "ReleaseLegalCase",
         "ListFlows", "GetFlow", "ListFlowVersions", "PutFlow", "TestFlow", "DeleteFlow",
         "ListIncidents", "GetIncident", "DecideIncident", "BlockIncident", "PutTeam", "DeleteTeam", "ListPrompts", "GetPrompt", "PutPrompt", "GetPromptAudio", "DeletePrompt", "PutRoom", "DeleteRoom", "ListMembers", "FindOwner", "ListDrains", "DrainEdge", "UndrainEdge", "ListNodes"];

    private static readonly string[] ForSupervisors =
        ["ListAllDevices", "ListQueues", "GetQueue", "ReportQueues", "ReportAgents", "ReportCalls", "ReportLegs", "SetQueueEmergency", "ExplainQueue", "PutQueueMember", "DeleteQueueMember", "DeleteQueueCallback", "ReplayQueue", "ListAgents", "Supervise", "ListTeams", "GetTeam", "ListRooms", "GetRoom"];

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task NoOperationButSignInAnswersWithoutAToken()
    {
        foreach (var (method, path, id) in await OperationsAsync())
        {
            if (Open.Contains(id))
            {
                continue;
            }

            var (status, _) = await Http.SendAsync(Web, method, path, body: Body(method));
            Assert.True(status == 401, $"{id}: {method} {path} without a token gave {status}.");
        }
    }

    [Theory]
    [InlineData("agent1@demo.test", false, false)]
    [InlineData("supervisor@demo.test", true, false)]
    public async Task OperationsForOthersAreForbidden(string email, bool supervises, bool administers)
    {
        var token = await Http.TokenAsync(Web, email);
        var checkedOperations = 0;
        foreach (var (method, path, id) in await OperationsAsync())
        {
            var allowed = (supervises || !ForSupervisors.Contains(id)) && (administers || !ForAdministrators.Contains(id));
            if (allowed)
            {
                continue;
            }

            var (status, _) = await Http.SendAsync(Web, method, path, token, Body(method));
            Assert.True(status == 403, $"{id}: {method} {path} by {email} gave {status}.");
            checkedOperations++;
        }

        Assert.Equal(ForAdministrators.Length + (supervises ? 0 : ForSupervisors.Length), checkedOperations);
    }

    [Fact]
    public async Task UnknownPathIsAProblemWithACode()
    {
        var (status, problem) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/no-such-thing", await Http.TokenAsync(Web, "agent1@demo.test"));

        Assert.Equal((404, "not-found"), (status, Http.Code(problem)));
    }

    [Theory]
    [InlineData("api/v1/calls/..%2F..%2Fother%2Fcall")]
    [InlineData("api/v1/recordings/other%2Fsecret")]
    [InlineData("api/v1/recordings/other%2Fsecret/audio")]
    [InlineData("api/v1/call-log/other%2Fcall")]
    public async Task IdThatNamesAnotherTenantIsNotFound(string path) =>
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, path, await Http.TokenAsync(Web, "admin@demo.test"))).Status);

    private static object? Body(HttpMethod method) => method == HttpMethod.Get || method == HttpMethod.Delete ? null : new { };

    private async Task<List<(HttpMethod Method, string Path, string Id)>> OperationsAsync()
    {
        var (status, document) = await Http.SendAsync(Web, HttpMethod.Get, "openapi/v1.json");
        Assert.Equal(200, status);
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()
                .Where(operation => operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("operationId", out _))
                .Select(operation => (
                    new HttpMethod(operation.Name.ToUpperInvariant()),
                    path.Name.TrimStart('/').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal),
                    operation.Value.GetProperty("operationId").GetString()!)))
            .ToList();
        Assert.True(operations.Count > 25, $"Only {operations.Count} operations are described.");
        return operations;
    }
}
