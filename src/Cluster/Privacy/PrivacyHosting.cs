using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster.Privacy;

/// <summary>Keeps personal data out of a process' logs.</summary>
internal static class PrivacyHosting
{
    private const string Key = "Logging:ShowPersonalData";

    // Below Warning these write paths and queries, in which callers and numbers are looked for.
    private static readonly string[] Talkative = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.HttpLogging", "Microsoft.AspNetCore.SignalR", "Microsoft.AspNetCore.Http.Connections", "System.Net.Http"];

    /// <summary>Masks every log of the process, unless <c>Logging:ShowPersonalData</c> is true.</summary>
    /// <exception cref="ConfigurationRefusedException">It is neither true nor false.</exception>
    public static void AddMaskedLogs(this IHostApplicationBuilder builder)
    {
        var text = builder.Configuration[Key];
        var shown = false;
        if (!string.IsNullOrEmpty(text) && !bool.TryParse(text, out shown))
        {
            throw new ConfigurationRefusedException([new SettingError(Key, text, "must be true or false")]);
        }

        AppContext.SetSwitch(PersonalData.Switch, shown);
        if (shown)
        {
            return;
        }

        foreach (var category in Talkative)
        {
            builder.Logging.AddFilter(category, LogLevel.Warning);
        }

        builder.Services.AddSingleton<LoggerFactory>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, MaskingLoggerFactory>());
    }
}
