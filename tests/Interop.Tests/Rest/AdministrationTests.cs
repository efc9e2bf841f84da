using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Rest;

[Collection(ClusterCollection.Name)]
public sealed class AdministrationTests(ClusterFixture cluster)
{
    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task NewUserCanSignIn_UntilDisabled_AndIsGoneWhenDeleted()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var user = new { email = "carla@demo.test", displayName = "Carla", extension = "1101", role = "agent", password = "a good one" };

        var created = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/users/carla", admin, user);

        Assert.True(created.Status == 200, $"{created.Status} {created.Body}");
        var token = await Http.TokenAsync(Web, "carla@demo.test", "a good one");
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", token)).Status);

        await Http.SendAsync(Web, HttpMethod.Put, "api/v1/users/carla", admin, new { user.email, user.displayName, user.extension, user.role, disabled = true });
        Assert.Equal(401, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/me", token)).Status);
        Assert.Equal(401, (await Http.SignInAsync(Web, "carla@demo.test", "a good one")).Status);

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/users/carla", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/users/carla", admin)).Status);
    }

    [Fact]
    public async Task ExtensionThatIsTakenIsRefused()
    {
        var (status, problem) = await Http.SendAsync(
            Web,
            HttpMethod.Put,
            "api/v1/users/thief",
            await Http.TokenAsync(Web, "admin@demo.test"),
            new { email = "thief@demo.test", displayName = "Thief", extension = "1001", role = "agent", password = "a good one" });

        Assert.True(status is 400 or 409, $"{status} {problem}");
        Assert.Contains("1001", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvalidFieldsAreNamed()
    {
        var (status, problem) = await Http.SendAsync(
            Web,
            HttpMethod.Put,
            "api/v1/users/wrong",
            await Http.TokenAsync(Web, "admin@demo.test"),
            new { email = "no address", displayName = "Wrong", extension = "not digits", role = "agent", password = "x" });

        Assert.Equal(400, status);
        var named = problem.GetProperty("errors").EnumerateObject().Select(error => error.Name.ToUpperInvariant()).Order().ToArray();
        Assert.Equal(["EMAIL", "EXTENSION", "PASSWORD"], named);
    }

    [Fact]
    public async Task AdministratorCannotLockHimselfOut()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");

        var demoted = await Http.SendAsync(
            Web, HttpMethod.Put, "api/v1/users/admin", admin, new { email = "admin@demo.test", displayName = "Admin", extension = "1000", role = "agent" });
        var deleted = await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/users/admin", admin);

        Assert.Equal((409, 409), (demoted.Status, deleted.Status));
    }

    [Fact]
    public async Task LineIsMadeChangedAndDeleted()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");

        var made = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/lines/9199", admin, new { name = "Second echo", kind = "echo", recording = "never" });
        var changed = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/lines/9199", admin, new { name = "Renamed", kind = "echo", recording = "never" });
        var bad = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/lines/9199", admin, new { name = "Renamed", kind = "echo", ringSeconds = 9000 });

        Assert.True(made.Status == 200, $"{made.Status} {made.Body}");
        Assert.Equal("Renamed", changed.Body.GetProperty("name").GetString());
        Assert.Equal(400, bad.Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/lines/9199", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/lines/9199", admin)).Status);
    }

    [Fact]
    public async Task TrunkNeverShowsItsPassword()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var trunk = new { peers = new[] { new { host = "127.0.0.9", port = 5099 } }, username = "us", password = "secret-of-the-trunk", realm = "carrier.test", optionsSeconds = 0 };

        var made = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/trunks/spare", admin, trunk);
        var listed = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/trunks", admin);
        var bad = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/trunks/spare", admin, new { peers = Array.Empty<object>() });

        Assert.True(made.Status == 200, $"{made.Status} {made.Body}");
        Assert.DoesNotContain("secret-of-the-trunk", made.Body.ToString() + listed.Body, StringComparison.Ordinal);
        Assert.Equal(400, bad.Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/trunks/spare", admin)).Status);
    }
}
