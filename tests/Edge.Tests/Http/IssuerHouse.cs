using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Storage.Directory;
using RtcCluster.TestKit.Issuers;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

/// <summary>Tests that share one edge with its issuer: each has a user of its own, whom no other test signs in.</summary>
[CollectionDefinition(Name)]
public sealed class IssuerCollection : ICollectionFixture<IssuerHouse>
{
    public const string Name = "one issuer";
}

/// <summary>An edge that takes accounts of an issuer which answers what a test wants.</summary>
public sealed class IssuerHouse : IAsyncLifetime
{
    private FakeIssuer? _issuer;
    private EdgeUnderTest? _edge;
    private int _users;

    public FakeIssuer Issuer => _issuer ?? throw new InvalidOperationException("The house has not been started.");

    public EdgeUnderTest Edge => _edge ?? throw new InvalidOperationException("The house has not been started.");

    public T Get<T>()
        where T : notnull => Edge.Services.GetRequiredService<T>();

    public ValueTask InitializeAsync() => StartAsync();

    /// <summary>Starts both, the edge with more settings.</summary>
    public async ValueTask StartAsync(params (string Key, string Value)[] settings)
    {
        _issuer = await FakeIssuer.StartAsync();
        // An issuer that is asked beside other tests of a busy machine may take its time.
        _edge = await EdgeUnderTest.StartAsync(
        [
            ("Auth:Issuer", Issuer.Address), ("Auth:ClientId", FakeIssuer.Client), ("Auth:ClientSecret", FakeIssuer.Secret), ("Auth:Name", "Test"), ("Auth:Patience", "00:00:30"), .. settings,
        ]);
    }

    /// <summary>A user whom no other test knows; the name is also the subject of the user's account, and the password.</summary>
    public async Task<DirectoryUser> NewUserAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"person{Interlocked.Increment(ref _users)}");
        var user = new DirectoryUser { TenantId = "demo", Name = name, DisplayName = name, Email = $"{name}@demo.test" };
        var saved = await Get<IDirectoryWriter>().SaveUserAsync(user, name, TestContext.Current.CancellationToken);
        Assert.True(saved.IsSaved, saved.Reason);
        return user with { Version = saved.Version };
    }

    /// <summary>What a token of a user's account says, as the issuer should say it.</summary>
    public JsonObject Claims(DirectoryUser user, string nonce)
    {
        ArgumentNullException.ThrowIfNull(user);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Issuer.Address, ["aud"] = FakeIssuer.Client, ["sub"] = user.Name, ["nonce"] = nonce, ["iat"] = now, ["exp"] = now + 600, ["email"] = user.Email, ["email_verified"] = true,
        };
    }

    /// <summary>Signs in with a token of these claims.</summary>
    public Task<(int Status, JsonElement Body)> SignInAsync(DirectoryUser user, Action<JsonObject>? change = null) => SignInAsync(user, (claims, issuer) =>
    {
        change?.Invoke(claims);
        return issuer.Sign(claims);
    });

    /// <summary>Signs in with whatever token is made.</summary>
    public async Task<(int Status, JsonElement Body)> SignInAsync(DirectoryUser user, Func<JsonObject, FakeIssuer, string> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        using var browser = await BeginAsync();
        Issuer.Exchange = _ => FakeIssuer.Answer(make(Claims(user, browser.Asked("nonce")), Issuer));
        return await browser.FinishAsync();
    }

    /// <summary>Links the account with a user's name and address to whoever has the token.</summary>
    public async Task<int> LinkAsync(string token, DirectoryUser account)
    {
        using var browser = await BeginAsync(token);
        Issuer.Exchange = _ => FakeIssuer.Answer(Issuer.Sign(Claims(account, browser.Asked("nonce"))));
        return (await browser.FinishAsync()).Status;
    }

    public async Task<BrowserSignIn> BeginAsync(string? token = null)
    {
        var browser = new BrowserSignIn(Edge.WebUrl, token);
        var (status, body) = await browser.StartAsync();
        Assert.True(status == 200, $"The beginning gave {status} {body}.");
        return browser;
    }

    /// <summary>How many sign-ins came to this.</summary>
    public long Count(string outcome) => Edge.Metric($"rtc_issuer_sign_ins{{{outcome}}}");

    /// <summary>What <c>/api/v1/me</c> says to whoever has these tokens: the name, or the status.</summary>
    public async Task<string> WhoAsync(JsonElement tokens)
    {
        using var http = new HttpClient { BaseAddress = Edge.WebUrl, DefaultRequestHeaders = { Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString()) } };
        using var answer = await http.GetAsync(new Uri("api/v1/me", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("name").GetString()!
            : $"{(int)answer.StatusCode}";
    }

    public static string? Code(JsonElement problem) => problem.GetProperty("code").GetString();

    public async ValueTask DisposeAsync()
    {
        if (_edge is not null)
        {
            await _edge.DisposeAsync();
        }

        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }
    }
}
