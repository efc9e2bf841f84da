using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;
using RtcCluster.TestKit.Google;
using RtcCluster.TestKit.Network;
using Xunit;

namespace RtcCluster.Edge.Tests.Addon;

/// <summary>Tests that share one edge with the add-on.</summary>
[CollectionDefinition(Name)]
public sealed class AddonCollection : ICollectionFixture<AddonHouse>
{
    public const string Name = "one add-on";
}

/// <summary>An edge with the add-on, and a Google whose hosts ask it.</summary>
public sealed class AddonHouse : IAsyncLifetime
{
    private FakeGoogle? _google;
    private EdgeUnderTest? _edge;
    private FakeWorkspace? _hosts;
    private int _users;

    public FakeGoogle Google => _google ?? throw new InvalidOperationException("The house has not been started.");

    public EdgeUnderTest Edge => _edge ?? throw new InvalidOperationException("The house has not been started.");

    public FakeWorkspace Hosts => _hosts ?? throw new InvalidOperationException("The house has not been started.");

    public T Get<T>()
        where T : notnull => Edge.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        _google = await FakeGoogle.StartAsync();
        var web = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Take()}");
        _edge = await EdgeUnderTest.StartAsync(
            ("Web:Url", web), ("Addon:ServiceAccount", FakeWorkspace.ServiceAccount), ("Addon:ClientId", FakeWorkspace.Client), ("Addon:Issuer", Google.Address), ("Addon:Keys", $"{Google.Address}/oauth2/v3/certs"),
            ("Addon:Gmail", Google.Address), ("Addon:PerMinute", "30"), ("Addon:Patience", "00:00:20"));
        _hosts = new FakeWorkspace(Google, web);
    }

    /// <summary>A user whom no other test knows, and the account with the same address.</summary>
    public async Task<(DirectoryUser User, FakeGoogleAccount Account)> NewUserAsync(Func<DirectoryUser, DirectoryUser>? change = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"reader{Interlocked.Increment(ref _users)}");
        var user = new DirectoryUser { TenantId = "demo", Name = name, DisplayName = $"Reader {name}", Email = $"{name}@demo.test" };
        user = change?.Invoke(user) ?? user;
        var saved = await Get<IDirectoryWriter>().SaveUserAsync(user, name, TestContext.Current.CancellationToken);
        Assert.True(saved.IsSaved, saved.Reason);
        return (user with { Version = saved.Version }, Google.Add($"subject-{name}", user.Email));
    }

    /// <summary>A contact of a user's.</summary>
    public async Task AddContactAsync(DirectoryUser owner, ContactCard card)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var contact = new Contact { Id = Guid.CreateVersion7().ToString("n"), TenantId = owner.TenantId, Owner = owner.Name, Card = card, ChangedBy = owner.Name };
        var saved = await Get<IContactWriter>().SaveAsync(contact, "user", TestContext.Current.CancellationToken);
        Assert.True(saved.IsSaved, saved.Reason);
    }

    /// <summary>How many requests came to this.</summary>
    public long Count(string outcome) => Edge.Metric($"rtc_addon_requests{{{outcome}}}");

    /// <summary>The numbers that the buttons of an answer call.</summary>
    public static IReadOnlyList<string> Callable(JsonNode answer) =>
        [.. All(answer).OfType<JsonObject>().Where(node => node["key"]?.ToString() == "number").Select(node => node["value"]!.ToString())];

    /// <summary>All texts of an answer.</summary>
    public static IReadOnlyList<string> Texts(JsonNode answer) => [.. All(answer).OfType<JsonValue>().Select(static value => value.ToString())];

    private static IEnumerable<JsonNode> All(JsonNode node) => node switch
    {
        JsonObject json => json.Select(static each => each.Value).OfType<JsonNode>().SelectMany(All).Prepend(json),
        JsonArray list => list.OfType<JsonNode>().SelectMany(All),
        _ => [node],
    };

    public async ValueTask DisposeAsync()
    {
        _hosts?.Dispose();
        if (_edge is not null)
        {
            await _edge.DisposeAsync();
        }

        if (_google is not null)
        {
            await _google.DisposeAsync();
        }
    }
}
