using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RtcCluster.Cluster.State;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Storage.Outages;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

/// <summary>What a client hears when a silo or a store is away, and when it is a defect of ours.</summary>
public sealed class ClusterAwayTests
{
    public static TheoryData<Exception> Away =>
    [
        new TimeoutException("Response did not arrive on time"),
        // A look-up in the directory of grains whose silo died.
        new OperationCanceledException(),
        new SiloUnavailableException("The target silo became unavailable"),
        new NpgsqlException("Failed to connect", new IOException("connection refused")),
        // As a context of Npgsql passes it on.
        new InvalidOperationException("Likely due to a transient failure.", new NpgsqlException("Failed to connect", new IOException("connection refused"))),
        new DatabaseAwayException(),
        new StateAwayException(),
    ];

    public static TheoryData<Exception> Defects => [new InvalidOperationException("a defect"), new SqliteException("constraint", 19)];

    [Theory, MemberData(nameof(Away))]
    public async Task WhatPassesByItself_Is503_WithRetryAfter(Exception exception)
    {
        var (context, handled) = await HandleAsync(exception);

        Assert.True(handled);
        Assert.Equal(503, context.Response.StatusCode);
        Assert.Equal("2", context.Response.Headers.RetryAfter);
        context.Response.Body.Position = 0;
        Assert.Contains("\"code\":\"unavailable\"", await new StreamReader(context.Response.Body).ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Defects))]
    public async Task ADefect_IsLeftToTheServersOwnAnswer(Exception exception)
    {
        var (context, handled) = await HandleAsync(exception);

        Assert.False(handled);
        Assert.Equal(200, context.Response.StatusCode);
    }

    [Fact]
    public async Task WhoHasLeft_IsToldNothing()
    {
        Assert.False((await HandleAsync(new OperationCanceledException(), hasLeft: true)).Handled);
    }

    private static async Task<(HttpContext Context, bool Handled)> HandleAsync(Exception exception, bool hasLeft = false)
    {
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        using var metrics = new TestMeters();
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = new CancellationToken(hasLeft), Response = { Body = new MemoryStream() } };
        var handled = await new ClusterAway(new EdgeMetrics(metrics), NullLogger<ClusterAway>.Instance).TryHandleAsync(context, exception, TestContext.Current.CancellationToken);
        return (context, handled);
    }
}
