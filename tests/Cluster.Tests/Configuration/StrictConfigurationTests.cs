using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster.Tests.Configuration;

public sealed class StrictConfigurationTests
{
    [Fact]
    public void ReadsEveryKindOfValue()
    {
        var options = Bind(
            ("Phone:Port", "5070"), ("Phone:Endpoint", "127.0.0.1:5060"), ("Phone:Patience", "00:00:05"), ("Phone:Mode", "fast"), ("Phone:On", "TRUE"),
            ("Phone:Names", "a, b"), ("Phone:Peers:0:Host", "one"), ("Phone:Peers:1:Host", "two"), ("Phone:Limits:calls", "7"), ("Phone:Span", "10-12"));

        Assert.Equal(5070, options.Port);
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:5060"), options.Endpoint);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Patience);
        Assert.Equal(Mode.Fast, options.Mode);
        Assert.True(options.On);
        Assert.Equal(["a", "b"], options.Names);
        Assert.Equal(["one", "two"], options.Peers.Select(p => p.Host));
        Assert.Equal(7, options.Limits["Calls"]);
        Assert.Equal(new Span(10, 12), options.Span);
    }

    [Fact]
    public void KeepsDefaults_WhenNothingIsSet()
    {
        var options = Bind();

        Assert.Equal(5060, options.Port);
        Assert.Equal(["x"], options.Names);
        Assert.NotNull(options.Endpoint);
    }

    [Fact]
    public void TakesADefaultAway_WhenTheValueIsEmpty() => Assert.Null(Bind(("Phone:Endpoint", "")).Endpoint);

    [Theory]
    [InlineData("Phone:Prt", "5", "Phone:Prt: is unknown; did you mean Port?")]
    [InlineData("Phone:Zebra", "5", "Phone:Zebra: is unknown; known here: Endpoint, Limits, Mode, Names, On, Password, Patience, Peers, Port, Span, Word")]
    [InlineData("Phone:Peers:0:Hots", "5", "Phone:Peers:0:Hots: is unknown; did you mean Host?")]
    [InlineData("Phone:Peers:first", "5", "Phone:Peers:first: is unknown; Phone:Peers is a list, its keys are numbers")]
    [InlineData("Phone:Port:Low", "5", "Phone:Port:Low: is unknown; Phone:Port is one value")]
    [InlineData("Phone", "on", "Phone: is a section and takes no value of its own")]
    [InlineData("Phone:Port", "70000", "Phone:Port = '70000': must be from 1 to 65535")]
    [InlineData("Phone:Port", "five", "Phone:Port = 'five': must be a whole number")]
    [InlineData("Phone:Port", "", "Phone:Port = '': must be a whole number")]
    [InlineData("Phone:Mode", "1", "Phone:Mode = '1': must be one of Slow, Fast")]
    [InlineData("Phone:Mode", "Slow,Fast", "Phone:Mode = 'Slow,Fast': must be one of Slow, Fast")]
    [InlineData("Phone:On", "yes", "Phone:On = 'yes': must be true or false")]
    [InlineData("Phone:Patience", "5", "Phone:Patience = '5': must be a duration, [days.]hours:minutes:seconds")]
    [InlineData("Phone:Endpoint", "127.0.0.1", "Phone:Endpoint = '127.0.0.1': must be an IP address and a port, 127.0.0.1:5060")]
    [InlineData("Phone:Endpoint", "5060", "Phone:Endpoint = '5060': must be an IP address and a port, 127.0.0.1:5060")]
    [InlineData("Phone:Endpoint", "::1", "Phone:Endpoint = '::1': must be an IP address and a port, 127.0.0.1:5060")]
    [InlineData("Phone:Span", "12-10", "Phone:Span = '12-10': must be a Span")]
    [InlineData("Phone:Password", "short", "Phone:Password = '***': must have 8 to 64 characters")]
    [InlineData("Phone:Word", "no", "Phone:Word = 'no': must rhyme")]
    [InlineData("Phone:Limits:calls", "many", "Phone:Limits:calls = 'many': must be a whole number")]
    public void Refuses_AndNamesKeyValueAndBound(string key, string value, string message)
    {
        var refused = Assert.Throws<ConfigurationRefusedException>(() => Bind((key, value)));

        Assert.Equal(message, Assert.Single(refused.Errors).ToString());
    }

    [Fact]
    public void TellsEveryErrorAtOnce()
    {
        var refused = Assert.Throws<ConfigurationRefusedException>(() => Bind(("Phone:Prt", "1"), ("Phone:Mode", "x"), ("Phone:Password", "x")));

        Assert.Equal(["Phone:Mode", "Phone:Password", "Phone:Prt"], refused.Errors.Select(e => e.Key).Order());
        Assert.All(refused.Errors, e => Assert.Contains(e.ToString(), refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void ReadsIpv6EndPoints() => Assert.Equal(IPEndPoint.Parse("[::1]:5060"), Bind(("Phone:Endpoint", "[::1]:5060")).Endpoint);

    [Fact]
    public void GivesTheSameOptionsThroughTheContainer_WithWhatCodeConfiguresOverThem()
    {
        var services = new ServiceCollection().AddSingleton<IConfiguration>(Configuration(("Phone:Port", "5070"))).AddStrictOptions<PhoneOptions>("Phone");
        services.Configure<PhoneOptions>(o => o.Mode = Mode.Fast);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<PhoneOptions>>().Value;

        Assert.Equal((5070, Mode.Fast), (options.Port, options.Mode));
    }

    [Theory]
    [InlineData("Phone:Prt", "1", "Phone:Prt: is unknown; did you mean Port?")]
    [InlineData("Pone:Port", "1", "Pone: is unknown; did you mean Phone?")]
    public async Task StopsTheStartOfAHost(string key, string value, string message)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new(key, value)]);
        builder.Services.AddStrictOptions<PhoneOptions>("Phone");
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<ConfigurationRefusedException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(message, Assert.Single(refused.Errors).ToString());
    }

    [Fact]
    public async Task LetsOtherNamesOfTheEnvironmentPass()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("PHONES", "1"), new("Logging:Level", "x"), new("PATH", "/bin")]);
        builder.Services.AddStrictOptions<PhoneOptions>("Phone");
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static PhoneOptions Bind(params (string Key, string Value)[] settings) => Configuration(settings).GetStrict<PhoneOptions>("Phone");

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();

    public enum Mode
    {
        Slow,
        Fast,
    }

    public sealed class PeerOptions
    {
        public string Host { get; set; } = "";
    }

    public readonly record struct Span(int First, int Last) : IParsable<Span>
    {
        public static Span Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var span) ? span : throw new FormatException();

        public static bool TryParse(string? s, IFormatProvider? provider, out Span result)
        {
            var parts = (s ?? "").Split('-');
            result = parts.Length == 2 && int.TryParse(parts[0], out var first) && int.TryParse(parts[1], out var last) ? new(first, last) : default;
            return result.Last > result.First;
        }
    }

    public sealed class PhoneOptions : IValidatableObject
    {
        [Range(1, 65535)]
        public int Port { get; set; } = 5060;

        public IPEndPoint? Endpoint { get; set; } = new(IPAddress.Loopback, 1);

        public TimeSpan Patience { get; set; }

        public Mode Mode { get; set; }

        public bool On { get; set; }

        public IReadOnlyList<string> Names { get; set; } = ["x"];

        public IReadOnlyList<PeerOptions> Peers { get; set; } = [];

        public Dictionary<string, int> Limits { get; set; } = [];

        public Span Span { get; set; } = new(1, 2);

        [Secret, StringLength(64, MinimumLength = 8)]
        public string? Password { get; set; }

        public string Word { get; set; } = "moon";

        public int Twice => Port * 2;

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (!Word.EndsWith("oon", StringComparison.Ordinal))
            {
                yield return new("must rhyme", [nameof(Word)]);
            }
        }
    }
}
