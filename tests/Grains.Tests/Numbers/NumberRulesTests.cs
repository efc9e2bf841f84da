using System.Text.Json;
using RtcCluster.Grains.Numbers;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Grains.Tests.Numbers;

/// <summary>The browser extension finds in texts what the server dials.</summary>
public sealed class NumberRulesTests
{
    private const string Update = "RTC_UPDATE_NUMBERS";
    private static readonly string Extension = Repository.At("src", "Extension");

    [Fact]
    public void TheExtensionsTableIsTheServersLibrary()
    {
        var rules = NumberRules.Write();
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 } target)
        {
            File.WriteAllText(target, rules);
        }

        var stored = File.ReadAllText(Path.Combine(Extension, "numbers", "rules.json"));
        Assert.True(rules == stored, $"src/Extension/numbers/rules.json is out of date: {Update}=$PWD/src/Extension/numbers/rules.json dotnet run --project tests/Grains.Tests writes it anew.");
    }

    [Fact]
    public void WhatTheExtensionFinds_TheServerReadsAsTheSameNumber()
    {
        using var corpus = JsonDocument.Parse(File.ReadAllText(Path.Combine(Extension, "tests", "numbers", "numbers.json")));
        var wrong = from format in corpus.RootElement.EnumerateArray()
                    let country = format.GetProperty("country").GetString()!
                    from pair in format.GetProperty("numbers").EnumerateObject()
                    let read = DialPlan.ToE164(pair.Name, country)
                    where read != pair.Value.GetString()
                    select $"{pair.Name} in {country}: {read ?? "no number"} instead of {pair.Value}";

        Assert.Empty(wrong);
    }
}
