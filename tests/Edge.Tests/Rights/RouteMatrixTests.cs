using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Edge.Http.Authentication;
using Xunit;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>Every route × role × own and other company's ids.</summary>
public sealed class RouteMatrixTests(TwoCompanies world) : IClassFixture<TwoCompanies>
{
    private static readonly Role[] AtHome = [Role.Anonymous, Role.Revoked, Role.Agent, Role.Supervisor, Role.Administrator];
    private readonly List<string> _faults = [];
    private readonly List<double> _foreign = [];
    private readonly List<double> _unknown = [];

    /// <summary>No route is missing in the table, none is in it that is not there, and what each asks of its caller is what the table says.</summary>
    [Fact]
    public void TheTableIsTheRoutes()
    {
        var routes = new Dictionary<string, Who>(StringComparer.Ordinal);
        foreach (var endpoint in world.Edge.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = endpoint.RoutePattern.RawText!.Trim('/');
            if (path.StartsWith("api/v1/", StringComparison.Ordinal) && !path.EndsWith("{*path:nonfile}", StringComparison.Ordinal))
            {
                foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
                {
                    routes.Add($"{method} {Templates.Bare(path["api/v1/".Length..])}", WhoOf(endpoint));
                }
            }
            else if (!path.StartsWith("hub/phone", StringComparison.Ordinal))
            {
                Assert.True(path.Length == 0 || path.EndsWith("{*path:nonfile}", StringComparison.Ordinal) || IsOpen(path), $"/{path} is in no table.");
            }
        }

        var table = RouteTable.Rows.GroupBy(static row => row.Pattern).ToDictionary(static rows => rows.Key, static rows => rows.Select(static row => row.Who).Distinct().Single(), StringComparer.Ordinal);
        Assert.Equal(routes.OrderBy(static route => route.Key, StringComparer.Ordinal), table.OrderBy(static row => row.Key, StringComparer.Ordinal));
    }

    /// <summary>An id of another company is answered as one that nobody has, to the byte and to the query, and nothing of that company changes.</summary>
    [Fact]
    public async Task WhatIsAnothers_IsNotThere()
    {
        var cells = 0;
        foreach (var (victim, roles) in new[] { (world.Theirs, AtHome), (world.Ours, new[] { Role.Stranger }) })
        {
            await victim.CallsEndAsync(world.Print);
            var before = world.Print.Of(victim.Tenant);
            Assert.True(before.Count > 40, $"Only {before.Count} rows are of {victim.Tenant}.");
            foreach (var row in RouteTable.Rows.Where(static row => row is { SignsOut: false, Kinds.Count: > 0 }).OrderBy(static row => row.Undo is not null))
            {
                foreach (var role in roles)
                {
                    foreach (var kind in row.Kinds)
                    {
                        await MeetAsync(row, role, kind, victim, string.Empty);
                        await MeetAsync(row, role, kind, victim, $"{victim.Tenant}/");
                        cells += 2;
                    }
                }

                var after = world.Print.Of(victim.Tenant);
                _faults.AddRange(before.Except(after).Select(line => $"{row.Pattern} took from {victim.Tenant}: {line}"));
                _faults.AddRange(after.Except(before).Select(line => $"{row.Pattern} gave to {victim.Tenant}: {line}"));
                before = after;
            }
        }

        Console.WriteLine(
            $"Measured: {cells} cells of another company's ids; median {Median(_foreign):0.00} ms for those, {Median(_unknown):0.00} ms for ids that nobody has");
        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
    }

    /// <summary>What asks for no token tells nothing of a company. Metrics are the platform's: where others can reach it, Web:AdminUrl takes them away from here.</summary>
    [Fact]
    public async Task WhatIsOpen_TellsOfNoCompany()
    {
        using var http = new HttpClient { BaseAddress = world.Edge.WebUrl };
        var asked = 0;
        foreach (var endpoint in world.Edge.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = endpoint.RoutePattern.RawText!.Trim('/');
            if (IsOpen(path) && path != "metrics" && !path.Contains('{', StringComparison.Ordinal))
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.False(text.Contains("own7", StringComparison.Ordinal) || text.Contains("rvl7", StringComparison.Ordinal), $"/{path} names a company.");
                asked++;
            }
        }

        Assert.True(asked >= 3, $"Only {asked} open routes were asked.");
    }

    private static bool IsOpen(string path) => RouteTable.Open.Any(open => path.StartsWith(open, StringComparison.Ordinal));

    private static Who WhoOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return Who.Everybody;
        }

        var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(static data => data.Policy).ToList();
        return policies.Count == 0 ? Who.Everybody : policies.Contains(Policies.Administer) ? Who.Administrators : policies.Contains(Policies.Supervise) ? Who.Supervisors : Who.SignedIn;
    }

    private static double Median(List<double> times) => times.Count == 0 ? 0 : times.Order().ElementAt(times.Count / 2);

    private async Task MeetAsync(Row row, Role role, string kind, Company victim, string prefix)
    {
        var home = world.HomeOf(role);
        var http = (role == Role.Stranger ? home.As(Role.Administrator) : home.As(role))?.Http;
        var id = victim.Ids[kind];
        var other = Templates.Unknown(id, victim.Marker);
        var foreign = await AskAsync(row, http, home, kind, prefix + id, role);
        var unknown = await AskAsync(row, http, home, kind, prefix + other, role);
        _foreign.Add(foreign.Milliseconds);
        _unknown.Add(unknown.Milliseconds);
        var cell = $"{row.Method} {row.Route} by {role}, {kind} = {prefix}{id}";
        if (foreign.Status != unknown.Status || Without(foreign.Text, id) != Without(unknown.Text, other))
        {
            _faults.Add($"{cell}: {foreign.Status} {foreign.Text}\n    but of {other}: {unknown.Status} {unknown.Text}");
        }
        else if (!foreign.Queries.SequenceEqual(unknown.Queries) && !await AsksTheSameAsync(row, http, home, kind, role, prefix + id, prefix + other))
        {
            _faults.Add($"{cell}: other queries than of {other}:\n    {string.Join("\n    ", foreign.Queries)}\n  and\n    {string.Join("\n    ", unknown.Queries)}");
        }
        else if (Without(foreign.Text, id).Replace(victim.Tenant, "", StringComparison.Ordinal).Contains(victim.Marker, StringComparison.Ordinal))
        {
            _faults.Add($"{cell} tells of {victim.Tenant}: {foreign.Text}");
        }
        else if (row.Refusal(role) is { } refusal && foreign.Status != refusal)
        {
            _faults.Add($"{cell}: {foreign.Status} instead of {refusal}.");
        }
    }

    // What something else has just made the process forget or remember is no difference: asked again it is gone.
    private async Task<bool> AsksTheSameAsync(Row row, HttpClient? http, Company home, string kind, Role role, string id, string other) =>
        (await AskAsync(row, http, home, kind, id, role)).Queries.SequenceEqual((await AskAsync(row, http, home, kind, other, role)).Queries);

    private async Task<Answer> AskAsync(Row row, HttpClient? http, Company home, string kind, string id, Role role)
    {
        var answer = await row.SendAsync(world.Edge.WebUrl, http, each => each == kind ? id : home.Ids[each], world.Trail);
        if (row.Undo is { } undo && answer.Status < 300 && role is Role.Administrator or Role.Stranger)
        {
            var path = Templates.Fill(undo, each => Uri.EscapeDataString(each == kind ? id : home.Ids[each]));
            if (path != Templates.Fill(undo, each => Uri.EscapeDataString(home.Ids[each])))
            {
                using var undone = await http!.DeleteAsync(new Uri($"api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
            }
        }

        return answer;
    }

    // What the caller sent may come back; moments, new ids and traces are nobody's.
    private static string Without(string text, string id) => Volatile.Replace(text.Replace(id, "*", StringComparison.Ordinal), "~");

    private static readonly System.Text.RegularExpressions.Regex Volatile = new(
        "\"version\":[0-9]+|\"(traceId|id|at|changedAt|startedAt|createdAt|since|proposedAt|lastUsedAt|lastAt|registeredAt|expiresAt)\":\"[^\"]*\"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+)?", System.Text.RegularExpressions.RegexOptions.NonBacktracking);

}
