using RtcCluster.TestKit.Rest;

namespace RtcCluster.Browser.Tests.Cluster;

/// <summary>A queue of a test's own with its line and one agent, who is nobody else's: all of it is gone when the test ends.</summary>
internal sealed class OwnQueue : IAsyncDisposable
{
    private readonly RestClient _admin;

    private OwnQueue(RestClient admin, string name, string number, string agent)
    {
        _admin = admin;
        Name = name;
        Number = number;
        Agent = agent;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What callers dial.</summary>
    public string Number { get; }

    /// <summary>The name of the user who serves it; the address is at demo.test, the password demo.</summary>
    public string Agent { get; }

    /// <summary>Makes all three; the agent is not logged in.</summary>
    public static async Task<OwnQueue> CreateAsync(RestClient admin, string name, string title, string number, string agent, string person, string extension)
    {
        await admin.PutAsync($"api/v1/users/{agent}", new { displayName = person, email = $"{agent}@demo.test", extension, role = "agent", password = "demo" });
        await admin.PutAsync(
            $"api/v1/queues/{name}",
            new { name = title, members = new[] { new { agent } }, wrapUp = new { time = "00:01:00", dispositions = new[] { "Solved", "Call back" } } });
        await admin.PutAsync($"api/v1/lines/{number}", new { name = title, kind = "queue", target = name, recording = "never" });
        return new OwnQueue(admin, name, number, agent);
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.PutAsync($"api/v1/agents/{Agent}/state", new { state = "loggedOut", force = true });
        foreach (var path in new[] { $"lines/{Number}", $"queues/{Name}", $"users/{Agent}" })
        {
            using var gone = await _admin.Http.DeleteAsync(new Uri($"api/v1/{path}", UriKind.Relative));
            Assert.True(gone.IsSuccessStatusCode, $"DELETE {path}: {(int)gone.StatusCode} {await gone.Content.ReadAsStringAsync()}");
        }
    }
}
