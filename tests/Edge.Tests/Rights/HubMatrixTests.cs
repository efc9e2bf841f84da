using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Contracts.Hub;
using RtcCluster.Edge.Hub;
using RtcCluster.TestKit.Hub;
using Xunit;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Every hub method × role × own and other company's ids.</summary>
public sealed class HubMatrixTests(TwoCompanies world) : IClassFixture<TwoCompanies>
{
    private static readonly Role[] Roles = [Role.Agent, Role.Supervisor, Role.Administrator];
    private readonly List<string> _faults = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>No method is missing in the table, and none is in it that is not there.</summary>
    [Fact]
    public void TheTableIsTheHub()
    {
        var methods = typeof(PhoneHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(static method => method.Name).Except([nameof(PhoneHub.OnDisconnectedAsync)]);
        Assert.Equal(methods.Order(StringComparer.Ordinal), HubTable.Rows.Select(static row => row.Method).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Whoever has no good token comes to no method at all.</summary>
    [Fact]
    public async Task WithoutASession_ThereIsNoMethod()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => HubPhone.OpenAsync(world.Edge.WebUrl, ""));
        await using var revoked = await OpenOrNullAsync(world.Ours.As(Role.Revoked)!.Token);
        foreach (var row in HubTable.Rows)
        {
            if (revoked is not null)
            {
                await Assert.ThrowsAnyAsync<Exception>(() => revoked.InvokeAsync<JsonElement?>(row.Method, row.Arguments(kind => world.Ours.Ids[kind])));
            }
        }
    }

    /// <summary>Before Attach there is nothing else.</summary>
    [Fact]
    public async Task BeforeAttach_ThereIsNoOtherMethod()
    {
        await using var phone = await HubPhone.OpenAsync(world.Edge.WebUrl, world.Ours.As(Role.Administrator)!.Token);
        foreach (var row in HubTable.Rows.Where(static row => row.Method != nameof(IPhoneHub.Attach)))
        {
            var refused = await Assert.ThrowsAnyAsync<HubException>(() => phone.InvokeAsync<JsonElement?>(row.Method, row.Arguments(kind => world.Ours.Ids[kind])));
            Assert.Contains("Attach first", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>An id of another company is answered as one that nobody has, and nothing of that company changes; the own one as the table says.</summary>
    [Fact]
    public async Task WhatIsAnothers_IsNotThere_AndWhatIsOwnIsForWhomItIsFor()
    {
        var foreign = 0;
        foreach (var (victim, roles) in new[] { (world.Theirs, Roles), (world.Ours, new[] { Role.Stranger }) })
        {
            await victim.CallsEndAsync(world.Print);
            var before = world.Print.Of(victim.Tenant);
            foreach (var role in roles)
            {
                var home = world.HomeOf(role);
                foreach (var row in HubTable.Rows)
                {
                    // A connection for each: what a person can click is limited.
                    await using var phone = await AttachAsync(home, role);
                    foreach (var kind in row.Kinds)
                    {
                        foreach (var prefix in new[] { string.Empty, $"{victim.Tenant}/" })
                        {
                            await MeetAsync(row, phone, role, home, victim, kind, prefix);
                            foreign++;
                        }
                    }
                }
            }

            var after = world.Print.Of(victim.Tenant);
            _faults.AddRange(before.Except(after).Select(line => $"The hub took from {victim.Tenant}: {line}"));
            _faults.AddRange(after.Except(before).Select(line => $"The hub gave to {victim.Tenant}: {line}"));
        }

        var own = 0;
        foreach (var role in Roles)
        {
            foreach (var row in HubTable.Rows)
            {
                await using var phone = await AttachAsync(world.Ours, role);
                var call = row.Spends ? await world.Ours.MakeAsync("call") : world.Ours.Ids["call"];
                var answer = await CallAsync(phone, row, kind => kind == "call" ? call : world.Ours.Ids[kind]);
                if (CodeOf(answer) != row.Expected(role))
                {
                    _faults.Add($"{row.Method} by {role}: {answer}, not {row.Expected(role) ?? "success"}.");
                }

                own++;
            }
        }

        Console.WriteLine($"Measured: {HubTable.Rows.Count} hub methods: {foreign} cells of another company's ids, {own} of own ones");
        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
    }

    private static async Task<string> CallAsync(HubPhone phone, HubRow row, Func<string, string> id)
    {
        try
        {
            return (await phone.InvokeAsync<JsonElement?>(row.Method, row.Arguments(id)))?.GetRawText() ?? "null";
        }
        catch (HubException e)
        {
            return e.Message;
        }
    }

    private static string? CodeOf(string answer) =>
        answer.StartsWith('{') && JsonDocument.Parse(answer).RootElement is var root && root.TryGetProperty("failure", out var failure) && failure.ValueKind == JsonValueKind.Object
            ? failure.GetProperty("code").GetString()
            : answer.StartsWith('{') || answer.StartsWith('[') || answer == "null" ? null
            : answer;

    // The id of a call that was begun is new each time.
    private static string Without(string answer, string id) => Volatile.Replace(answer.Replace(id, "*", StringComparison.Ordinal), "~");

    private static readonly Regex Volatile = new("\"callId\":\"[^\"]+\"", RegexOptions.NonBacktracking);

    private async Task MeetAsync(HubRow row, HubPhone phone, Role role, Company home, Company victim, string kind, string prefix)
    {
        var id = victim.Ids[kind];
        var other = Templates.Unknown(id, victim.Marker);
        var told = phone.Told.Count;
        var foreign = await CallAsync(phone, row, each => each == kind ? prefix + id : home.Ids[each]);
        var unknown = await CallAsync(phone, row, each => each == kind ? prefix + other : home.Ids[each]);
        var cell = $"{row.Method} by {role}, {kind} = {prefix}{id}";
        if (Without(foreign, id) != Without(unknown, other))
        {
            _faults.Add($"{cell}: {foreign}\n    but of {other}: {unknown}");
        }

        // What it is told is JSON again, so that the names in it are seen.
        var news = string.Join('\n', phone.Told.Skip(told).Select(static each => JsonSerializer.Serialize(each, each.GetType())));
        if ((foreign + news).Replace(prefix + id, "", StringComparison.Ordinal).Replace(prefix + other, "", StringComparison.Ordinal).Contains(victim.Marker, StringComparison.Ordinal))
        {
            _faults.Add($"{cell} tells of {victim.Tenant}: {foreign} {news}");
        }
    }

    private async Task<HubPhone> AttachAsync(Company home, Role role) =>
        await HubPhone.ConnectAsync(world.Edge.WebUrl, home.As(role == Role.Stranger ? Role.Administrator : role)!.Token, $"device-{Guid.NewGuid():n}", canRing: false);

    private async Task<HubPhone?> OpenOrNullAsync(string token)
    {
        try
        {
            return await HubPhone.OpenAsync(world.Edge.WebUrl, token);
        }
        catch (Exception e) when (e is HttpRequestException or HubException or System.Net.WebSockets.WebSocketException or InvalidOperationException or IOException)
        {
            Assert.False(Ct.IsCancellationRequested);
            return null;
        }
    }
}
