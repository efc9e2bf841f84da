using System.Diagnostics.Metrics;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Media.Ice;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>Meter <c>RtcCluster.Edge</c>: how this edge is. What happens per packet is counted in plain fields per thread and summed when somebody reads.</summary>
public sealed class EdgeMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "RtcCluster.Edge";

    private readonly Meter _meter;
    private readonly Lock _lock = new();
    private readonly List<SipReaderCounters> _readers = [];
    private readonly List<SipShardCounters> _shards = [];
    private readonly List<MediaShardCounters> _media = [];
    private readonly Counter<long> _refused;
    private readonly Counter<long> _chunks;
    private readonly Counter<long> _faxes;
    private readonly Counter<long> _faxPages;
    private readonly Counter<long> _prompts;
    private readonly Counter<long> _promptFailures;
    private readonly Counter<long> _speechTexts;
    private readonly Counter<long> _mails;
    private readonly Counter<long> _logins;
    private readonly Counter<long> _grainFailures;
    private readonly Counter<long> _hubRefused;
    private readonly Counter<long> _receipts;
    private readonly Counter<long> _issuerSignIns;
    private readonly Counter<long> _addon;
    private readonly Counter<long> _dtls;
    private readonly Counter<long> _adopted;
    private readonly Counter<long> _passedOn;
    private readonly Counter<long> _handedOver;
    private readonly Counter<long> _batchesRefused;
    private readonly Counter<long> _rtpLost;
    private readonly Histogram<double> _jitter;
    private readonly Histogram<double> _roundTrip;
    private readonly Histogram<double> _chunkWrites;
    private readonly Histogram<double> _browserMos;
    private readonly Histogram<double> _browserRoundTrip;

    /// <summary>Makes the meter.</summary>
    /// <param name="meters">The host's meters.</param>
    public EdgeMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(MeterName);
        _refused = _meter.CreateCounter<long>("sip_refused", description: "SIP messages and calls refused, by reason.");
        _chunks = _meter.CreateCounter<long>("rtc_recording_chunks", description: "Recording chunks, by what became of them.");
        _faxes = _meter.CreateCounter<long>("rtc_fax", description: "Calls in which a fax machine of this edge talked with a leg, by how they ended.");
        _faxPages = _meter.CreateCounter<long>("rtc_fax_pages", description: "Pages of faxes that have passed, received and sent.");
        _prompts = _meter.CreateCounter<long>("rtc_prompts", description: "Prompts that callers heard, by what ended them.");
        _promptFailures = _meter.CreateCounter<long>("rtc_prompt_failures", description: "Prompts that could not be heard, by reason.");
        _speechTexts = _meter.CreateCounter<long>("rtc_speech_texts", description: "Texts that prompts asked for, by where they came from.");
        _mails = _meter.CreateCounter<long>("rtc_voicemail_mails", description: "E-mails with voicemail messages, by what the mail server did with them.");
        _logins = _meter.CreateCounter<long>("sip_digest", description: "Answers to our challenges, by outcome.");
        _grainFailures = _meter.CreateCounter<long>("rtc_edge_grain_failures", description: "Grain calls of this edge that failed, by what was called.");
        _adopted = _meter.CreateCounter<long>("rtc_legs_adopted", description: "Legs that were taken over from an edge that is gone, by what became of them.");
        _passedOn = _meter.CreateCounter<long>("sip_passed_on", description: "Messages of dialogs that another edge has, by what became of them.");
        _handedOver = _meter.CreateCounter<long>("rtc_legs_handed_over", description: "Legs that went over from one call to another, by what became of them.");
        _receipts = _meter.CreateCounter<long>("rtc_payment_receipts", description: "Webhooks of those who take money, by source and what became of them.");
        _hubRefused = _meter.CreateCounter<long>("rtc_hub_refused", description: "Connections and methods of the phone hub that were refused, by reason.");
        _issuerSignIns = _meter.CreateCounter<long>("rtc_issuer_sign_ins", description: "Sign-ins with an account elsewhere, by what became of them.");
        _addon = _meter.CreateCounter<long>("rtc_addon_requests", description: "Requests to the add-on for Google Workspace, by what became of them.");
        _dtls = _meter.CreateCounter<long>("rtc_dtls_handshakes", description: "DTLS handshakes with browsers, by result.");
        _batchesRefused = _meter.CreateCounter<long>("rtc_commands_refused", description: "Batches of commands that were not taken: of an old epoch, with a gap, or while the edge stops.");
        _rtpLost = _meter.CreateCounter<long>("rtc_rtp_lost", description: "RTP packets that never came, as their numbers show (RFC 3550).");
        _jitter = Seconds("rtc_rtp_jitter", "Interarrival jitter of what legs send, each measured every 5 s (RFC 3550).");
        _roundTrip = Seconds("rtc_rtp_round_trip", "Round trip to a leg, by RTCP.");
        _chunkWrites = Seconds("rtc_recording_chunk_write", "How long the blob store takes for a recording chunk.");
        _browserMos = _meter.CreateHistogram<double>("rtc_browser_mos", description: "Mean opinion score, 1 to 4.5, as browsers estimate what they hear.");
        _browserRoundTrip = _meter.CreateHistogram<double>("rtc_browser_round_trip", "ms", "Round trip as browsers measure it.");
        ObserveSip();
        ObserveMedia();
    }

    /// <summary>Gives a gauge to the meter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it tells.</param>
    /// <param name="value">Read whenever metrics are exported.</param>
    public void AddGauge(string name, string description, Func<long> value) => _meter.CreateObservableGauge(name, value, description: description);

    /// <summary>Counts an e-mail that was sent, or was tried to be.</summary>
    /// <param name="outcome">What became of it.</param>
    public void Mailed(MailOutcome outcome) => _mails.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        MailOutcome.Sent => "sent",
        MailOutcome.Refused => "refused",
        _ => "later",
    }));

    /// <summary>Counts something that was refused before a call came of it.</summary>
    /// <param name="reason">One of a fixed set of words.</param>
    public void SipRefused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts a recording chunk: <c>stored</c>, <c>spooled</c>, <c>uploaded</c> or <c>lost</c>.</summary>
    /// <param name="result">What became of it.</param>
    public void RecordingChunk(string result) => _chunks.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts a fax: <c>complete</c>, <c>cut</c> after some pages, <c>failed</c> before the first, or <c>unavailable</c>.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="pages">Pages that have passed.</param>
    public void FaxEnded(string result, int pages)
    {
        _faxes.Add(1, new KeyValuePair<string, object?>("result", result));
        _faxPages.Add(pages);
    }

    /// <summary>Counts a prompt: <c>played</c>, <c>interrupted</c>, <c>replaced</c> or <c>failed</c>.</summary>
    /// <param name="result">What ended it.</param>
    public void Prompt(string result) => _prompts.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts a prompt that could not be heard.</summary>
    /// <param name="reason">One of a fixed set of words.</param>
    public void PromptFailed(string reason) => _promptFailures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts a text that was to be heard: <c>cache</c>, <c>spoken</c> or <c>failed</c>.</summary>
    /// <param name="from">Where its sound came from.</param>
    public void SpeechText(string from) => _speechTexts.Add(1, new KeyValuePair<string, object?>("from", from));

    /// <summary>Counts an answer to a challenge.</summary>
    /// <param name="result">One of a fixed set of words.</param>
    public void Digest(string result) => _logins.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts a grain call that failed.</summary>
    /// <param name="call">What was called.</param>
    public void GrainFailed(string call) => _grainFailures.Add(1, new KeyValuePair<string, object?>("call", call));

    /// <summary>A leg went over to another call, or did not.</summary>
    /// <param name="result">taken, left (its party hung up), late (its call did not give it up in time) or abandoned (no call came for it).</param>
    public void LegHandedOver(string result) => _handedOver.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>A leg of an edge that is gone was taken over, or could not be.</summary>
    public void LegAdopted(bool taken) => _adopted.Add(1, new KeyValuePair<string, object?>("result", taken ? "taken" : "failed"));

    /// <summary>Counts a message of a dialog that is not here: <c>taken</c> by the edge that has it, <c>nobody</c> has it, or that could not be found out (<c>unknown</c>).</summary>
    /// <param name="result">What became of it.</param>
    public void PassedOn(string result) => _passedOn.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts what the phone hub refused.</summary>
    /// <param name="reason">One of a fixed set of words.</param>
    public void HubRefused(string reason) => _hubRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts a receipt that came.</summary>
    /// <param name="source">One of a fixed set of words.</param>
    /// <param name="result">One of a fixed set of words.</param>
    public void ReceiptCame(string source, string result) => _receipts.Add(1, new KeyValuePair<string, object?>("source", source), new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts a sign-in with an account elsewhere.</summary>
    /// <param name="outcome">One of a fixed set of words.</param>
    public void IssuerSignIn(string outcome) => _issuerSignIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts a request to the add-on.</summary>
    /// <param name="outcome">One of a fixed set of words.</param>
    public void AddonRequest(string outcome) => _addon.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts a batch of commands that was not taken.</summary>
    /// <param name="reason">One of a fixed set of words.</param>
    public void CommandsRefused(string reason) => _batchesRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>What a leg's reception was like since it was measured last.</summary>
    /// <param name="lost">Packets that are missing since then.</param>
    /// <param name="jitter">Interarrival jitter.</param>
    /// <param name="roundTrip">Round trip, when known.</param>
    public void RtpQuality(long lost, TimeSpan jitter, TimeSpan? roundTrip)
    {
        if (lost > 0)
        {
            _rtpLost.Add(lost);
        }

        _jitter.Record(jitter.TotalSeconds);
        if (roundTrip is { } known)
        {
            _roundTrip.Record(known.TotalSeconds);
        }
    }

    /// <summary>A chunk was written to the blob store, or was tried to be.</summary>
    /// <param name="took">How long that took.</param>
    public void ChunkWritten(TimeSpan took) => _chunkWrites.Record(took.TotalSeconds);

    /// <summary>Counts a DTLS handshake.</summary>
    /// <param name="result">One of a fixed set of words.</param>
    public void DtlsHandshake(string result) => _dtls.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>What a browser measured; values outside of their bounds are a browser's nonsense.</summary>
    public void BrowserQuality(double mos, double lossPercent, double jitterMilliseconds, double? roundTripMilliseconds)
    {
        if (mos is >= 1 and <= 5 && lossPercent is >= 0 and <= 100 && jitterMilliseconds is >= 0 and < 60_000)
        {
            _browserMos.Record(mos);
        }

        if (roundTripMilliseconds is >= 0 and < 60_000)
        {
            _browserRoundTrip.Record(roundTripMilliseconds.Value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal EdgeTally Tally() => new(
        Sum(_readers, r => r.Datagrams),
        Sum(_readers, r => r.RateLimited),
        Sum(_shards, s => s.Received),
        Sum(_shards, s => s.Sent),
        Sum(_shards, s => s.SendFailed),
        Sum(_shards, s => s.QueueFull),
        Sum(_shards, s => s.Retransmissions),
        Sum(_shards, s => s.Overloaded),
        Sum(_shards, s => s.Transactions),
        Sum(_media, m => m.RtpReceived),
        Sum(_media, m => m.Sent),
        Sum(_media, m => m.SendFailed),
        Sum(_media, m => m.DroppedStranger + m.DroppedMalformed + m.DroppedOther),
        Sum(_media, m => m.SrtpBeforeKeys + m.SrtpForged + m.SrtpReplayed + m.SrtpUndecipherable));

    internal SipReaderCounters AddSipReader() => Add(_readers);

    internal SipShardCounters AddSipShard() => Add(_shards);

    internal MediaShardCounters AddMediaShard() => Add(_media);

    private Histogram<double> Seconds(string name, string description) => _meter.CreateHistogram(
        name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5] });

    private T Add<T>(List<T> list)
        where T : new()
    {
        var counters = new T();
        lock (_lock)
        {
            list.Add(counters);
        }

        return counters;
    }

    private long Sum<T>(List<T> list, Func<T, long> value)
    {
        lock (_lock)
        {
            return list.Sum(value);
        }
    }

    private void ObserveSip()
    {
        _meter.CreateObservableCounter("sip_messages", Messages, description: "SIP messages, by direction.");
        _meter.CreateObservableCounter("sip_dropped", DroppedSip, description: "SIP messages dropped without an answer, by reason.");
        _meter.CreateObservableCounter("sip_retransmissions", () => Sum(_shards, s => s.Retransmissions), description: "SIP retransmissions that were absorbed.");
        _meter.CreateObservableCounter("sip_shard_exceptions", () => Sum(_shards, s => s.Exceptions), description: "Exceptions that ended at a SIP shard's loop.");
        _meter.CreateObservableGauge("sip_transactions_active", () => Sum(_shards, s => s.Transactions), description: "SIP transactions held now.");
       
    }

    private void ObserveMedia()
    {
        _meter.CreateObservableCounter("rtc_rtp_packets", Packets, description: "Media packets, by direction.");
        _meter.CreateObservableCounter("rtc_rtp_dropped", DroppedRtp, description: "Media packets dropped, by reason.");
        _meter.CreateObservableCounter("rtc_srtp_dropped", DroppedSrtp, description: "Packets of browsers that were not taken, by reason.");
        _meter.CreateObservableCounter("rtc_ice_checks", IceChecks, description: "Connectivity checks of browsers, by result.");
        _meter.CreateObservableCounter("rtc_media_tcp_ended", EndedTcp, description: "TCP connections for media that were not taken or were cut, by reason.");
        _meter.CreateObservableGauge("rtc_media_tcp_connections", () => Sum(_media, m => m.TcpConnections), description: "TCP connections for media that are open.");
        _meter.CreateObservableCounter("rtc_media_exceptions", () => Sum(_media, m => m.Exceptions), description: "Exceptions that ended at a media shard's loop.");
        _meter.CreateObservableGauge("rtc_media_calls_active", () => Sum(_media, m => m.Calls), description: "Calls anchored at this edge now.");
        _meter.CreateObservableGauge("rtc_media_legs_active", () => Sum(_media, m => m.Legs), description: "Legs with media at this edge now.");
    }

    private IEnumerable<Measurement<long>> Messages() =>
    [
        new(Sum(_shards, s => s.Received), new KeyValuePair<string, object?>("direction", "in")),
        new(Sum(_shards, s => s.Sent), new KeyValuePair<string, object?>("direction", "out")),
    ];

    private IEnumerable<Measurement<long>> DroppedSip() =>
    [
        new(Sum(_shards, s => s.Malformed), new KeyValuePair<string, object?>("reason", "malformed")),
        new(Sum(_shards, s => s.QueueFull), new KeyValuePair<string, object?>("reason", "overload")),
        new(Sum(_shards, s => s.SendFailed), new KeyValuePair<string, object?>("reason", "send")),
        new(Sum(_readers, r => r.RateLimited), new KeyValuePair<string, object?>("reason", "rate")),
        new(Sum(_readers, r => r.ReceiveErrors), new KeyValuePair<string, object?>("reason", "receive")),
        new(Sum(_readers, r => r.BrokenStreams), new KeyValuePair<string, object?>("reason", "stream")),
    ];

    private IEnumerable<Measurement<long>> Packets() =>
    [
        new(Sum(_media, m => m.RtpReceived), new KeyValuePair<string, object?>("direction", "in")),
        new(Sum(_media, m => m.RtcpReceived), new KeyValuePair<string, object?>("direction", "rtcp")),
        new(Sum(_media, m => m.Sent), new KeyValuePair<string, object?>("direction", "out")),
    ];

    private IEnumerable<Measurement<long>> DroppedRtp() =>
    [
        new(Sum(_media, m => m.DroppedStranger), new KeyValuePair<string, object?>("reason", "stranger")),
        new(Sum(_media, m => m.DroppedMalformed), new KeyValuePair<string, object?>("reason", "malformed")),
        new(Sum(_media, m => m.DroppedOther), new KeyValuePair<string, object?>("reason", "other")),
        new(Sum(_media, m => m.SendFailed), new KeyValuePair<string, object?>("reason", "send")),
    ];

    private IEnumerable<Measurement<long>> DroppedSrtp() =>
    [
        new(Sum(_media, m => m.SrtpBeforeKeys), new KeyValuePair<string, object?>("reason", "keys")),
        new(Sum(_media, m => m.SrtpForged), new KeyValuePair<string, object?>("reason", "forged")),
        new(Sum(_media, m => m.SrtpReplayed), new KeyValuePair<string, object?>("reason", "replayed")),
        new(Sum(_media, m => m.SrtpUndecipherable), new KeyValuePair<string, object?>("reason", "malformed")),
    ];

    private IEnumerable<Measurement<long>> EndedTcp() =>
    [
        new(Sum(_media, m => m.TcpRefused), new KeyValuePair<string, object?>("reason", "refused")),
        new(Sum(_media, m => m.TcpIdle), new KeyValuePair<string, object?>("reason", "idle")),
        new(Sum(_media, m => m.TcpSlow), new KeyValuePair<string, object?>("reason", "slow")),
        new(Sum(_media, m => m.TcpBroken), new KeyValuePair<string, object?>("reason", "malformed")),
    ];

    private IEnumerable<Measurement<long>> IceChecks() =>
        Enum.GetValues<IceStatus>().Select(status => new Measurement<long>(Sum(_media, m => m.IceChecks[(int)status]), new KeyValuePair<string, object?>("result", status.ToString())));
}
