using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Privacy;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster.Tests.Privacy;

/// <summary>One test for everything that turns the process' switch: tests of one class run one after another.</summary>
public sealed partial class MaskedLogTests : IDisposable
{
    private const string Number = "+57300123456";
    private readonly LineSink _sink = new();

    public void Dispose()
    {
        AppContext.SetSwitch(PersonalData.Switch, false);
        _sink.Dispose();
    }

    [Fact]
    public void NothingPersonalReachesASink_WhoeverLogsIt()
    {
        using var host = Build();
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Runtime.Catalog");

        using (log.BeginScope(new Dictionary<string, object?> { ["RequestPath"] = $"/api/v1/lines/{Number}" }.ToList()))
        {
            Unwrapped(log, $"line/demo/{Number}", 123456, new InvalidOperationException($"'{Number}' is no number.", new FormatException("jane.roe@example.org")));
        }

        Assert.DoesNotContain("300123456", _sink.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", _sink.Text, StringComparison.Ordinal);
        Assert.Contains("Grain line/demo/…56 failed after 123456 ms", _sink.Text, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: '…56' is no number.", _sink.Text, StringComparison.Ordinal);
        Assert.Contains("Milliseconds=123456", _sink.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void EntryWithoutAnythingPersonalIsTheSameAsEver()
    {
        using var host = Build();
        var failure = new IOException("disk");

        Unwrapped(host.Services.GetRequiredService<ILogger<MaskedLogTests>>(), "recording/demo/1", 7, failure);

        Assert.Same(failure, Assert.Single(_sink.Exceptions));
        Assert.Contains("Grain=recording/demo/1", _sink.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void PathsOfRequestsAreNotLogged_WhateverTheLevelsAre()
    {
        using var host = Build(("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore.Hosting", "Trace"));

        Assert.False(host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information));
    }

    [Fact]
    public void OperatorMayAskForAllOfIt_ButNotForSecrets()
    {
        using var host = Build(("Logging:ShowPersonalData", "true"));

        Unwrapped(host.Services.GetRequiredService<ILogger<MaskedLogTests>>(), $"{Pii.Number(Number)} {Pii.Secret("hunter2")}", 7, null);

        Assert.Contains($"Grain {Number} *** failed", _sink.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void SwitchIsTrueOrFalse()
    {
        var refused = Assert.Throws<ConfigurationRefusedException>(() => Build(("Logging:ShowPersonalData", "yes")));

        Assert.Equal("Logging:ShowPersonalData = 'yes': must be true or false", Assert.Single(refused.Errors).ToString());
    }

    private IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddProvider(_sink);
        builder.AddMaskedLogs();
        return builder.Build();
    }

    [LoggerMessage(1, LogLevel.Error, "Grain {Grain} failed after {Milliseconds} ms")]
    private static partial void Unwrapped(ILogger logger, string grain, int milliseconds, Exception? reason);
}
