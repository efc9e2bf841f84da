using Xunit;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Every route × role × own ids.</summary>
public sealed class OwnRouteTests(TwoCompanies world) : IClassFixture<TwoCompanies>
{
    private static readonly Role[] Roles = [Role.Anonymous, Role.Revoked, Role.Agent, Role.Supervisor, Role.Administrator];
    private readonly List<string> _faults = [];

    /// <summary>Every role gets of its own company what the table says.</summary>
    [Fact]
    public async Task WhatIsOwn_IsThereForWhomItIsFor()
    {
        var cells = 0;
        foreach (var row in RouteTable.Rows)
        {
            foreach (var role in Roles)
            {
                await UseAsync(row, role);
                cells++;
            }
        }

        var routes = RouteTable.Rows.Select(static row => row.Pattern).Distinct().Count();
        Console.WriteLine($"Measured: {routes} routes, {RouteTable.Rows.Count} ways to ask them × {Roles.Length} roles = {cells} cells of own ids");
        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
    }

    private async Task UseAsync(Row row, Role role)
    {
        var may = row.Refusal(role) is null;
        var fresh = may && row.Spends is { } spent ? await world.Ours.MakeAsync(spent) : null;
        using var caller = row.SignsOut && may ? await world.Ours.SignInAgainAsync(role) : null;
        var answer = await row.SendAsync(world.Edge.WebUrl, caller?.Http ?? world.Ours.As(role)?.Http, kind => kind == row.Spends && fresh is not null ? fresh : world.Ours.Ids[kind]);
        var expected = row.Expected(role);
        if (expected is { } status ? answer.Status != status : answer.Status is < 200 or >= 300)
        {
            _faults.Add($"{row.Method} {row.Route} by {role}: {answer.Status} instead of {expected?.ToString() ?? "success"}. {answer.Text[..Math.Min(300, answer.Text.Length)]}");
        }

        if (answer.Text.Contains(world.Theirs.Marker, StringComparison.Ordinal))
        {
            _faults.Add($"{row.Method} {row.Route} by {role} tells of {world.Theirs.Tenant}: {answer.Text}");
        }
    }
}
