using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.G722;
using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Codecs;

/// <summary>G.722 to and from 8 kHz: against another encoder, and against itself.</summary>
public class G722Tests
{
    /// <summary>The first 60 ms of 1 kHz at half scale, encoded by ffmpeg 5.1 (-acodec g722) from sox' sine of 16 kHz.</summary>
    private const string Foreign =
        "ba8e238b25ad20e0206804474a5ee7e4e7fbcb89cc9fe8e5e97dcdcacdbeeae7ebffcecc8ffceae86bdf90ccd0bdebe9ed7ed08dd2baedeaeefed1ce94fdedabf07dd290d3fbafec6fdf95d0d3f9f0eb" +
        "f4fcd590d3faf1edf1ffd5d196bd71aef3fed693d8def1eef3ffd7d595feb3eff3fcdbd495fdb26eb3fcdcd299dff0ee73fc9cd3985db26ff3fadbd797fff4edf27ad994d6bdf4edf1fad9d4d5bff4ec" +
        "f0f8d9d39adcb6eef2f8da95d5dfb2f0ef7d9ed595dfb26ff3f75e98d5fbb36ded74fc98d9f9efeeec6fddbedcb5eeac69f37bbffbf6efeb6df0b7dbf8b972eeeef4fbd89dfb76edeff8bad59cdd74ec" +
        "f1b6dbdd94dbf0f0f1fcfbd298dbf1b376f398d79a5eb571f07697dbd6def7f46cff99d5d7bd7deeb35fffd198d9f2f173fddf96d4ddb270f27cfe9097f9f6f1717697d7dabef9ed71fd995498ddf2ef" +
        "f678dc93dedfeff5eefddcd499f6f6ac6f9efcd7ff9fedec72fc9fdd95f5eeef75f4fb92f8f3b36ff1f1985bb4f6f2edeefcdefffff5aeedf0fcfed9bff4ac2db6fcdfd9dcf6ec6ef9b95a98dbeff5ed" +
        "f57fd896f8f6b16eb65f99589ef271edf8ff569bfcf5eef175dd95dafcb372eef95f979bfaf9eaf574dc927b97ecf0f27ad8db9afff3b06d5fbe53ff9ef2edf3ff5cd59cdfecedf5f85ed599b8edf0b0";

    [Fact]
    public void WhatAnotherEncoderMade_IsHeard()
    {
        var samples = new short[Foreign.Length / 2];
        new G722Transcoder().ToLinear(Convert.FromHexString(Foreign), samples);

        // The first frame is the predictor finding its way.
        var settled = samples.AsSpan(160);
        Assert.Equal(1000, Tone.Dominant(settled), 1.0);
        Assert.True(Tone.Purity(settled, 1000) > 0.99, $"purity {Tone.Purity(settled, 1000)}");
        Assert.InRange(Tone.Rms(settled), 11_000, 12_200);
    }

    [Theory]
    [InlineData(200, 8000, 38)]
    [InlineData(440, 8000, 38)]
    [InlineData(1000, 8000, 35)]
    [InlineData(2000, 8000, 30)]
    [InlineData(3400, 8000, 25)]
    [InlineData(1000, 30000, 30)]
    [InlineData(1000, 100, 20)]
    public void AToneComesThrough(double frequency, double amplitude, double decibels)
    {
        var spoken = Tone.Make(frequency, 1600, amplitude);
        var (encoder, decoder) = (new G722Transcoder(), new G722Transcoder());
        var payload = new byte[spoken.Length];
        encoder.FromLinear(spoken, payload);
        var heard = new short[spoken.Length];
        decoder.ToLinear(payload, heard);

        var (signal, noise) = (0.0, 0.0);
        for (var i = 160; i < spoken.Length; i++)
        {
            signal += (double)spoken[i] * spoken[i];
            noise += Math.Pow(spoken[i] - heard[i], 2);
        }

        var ratio = 10 * Math.Log10(signal / noise);
        Assert.True(ratio > decibels, $"{ratio:0.0} dB");
    }

    [Fact]
    public void SilenceIsSilent()
    {
        var payload = new byte[800];
        new G722Transcoder().FromLinear(new short[800], payload);
        var heard = new short[800];
        new G722Transcoder().ToLinear(payload, heard);

        Assert.All(heard, sample => Assert.InRange(sample, -16, 16));
    }

    [Fact]
    public void AfterLostPackets_DecoderAndEncoderFindTogetherAgain()
    {
        var spoken = Tone.Make(1000, 4800);
        var payload = new byte[spoken.Length];
        new G722Transcoder().FromLinear(spoken, payload);
        var decoder = new G722Transcoder();
        var heard = new short[1600];
        decoder.ToLinear(payload.AsSpan(0, 1600), heard);

        // 60 ms never come.
        decoder.ToLinear(payload.AsSpan(2080, 1600), heard);

        Assert.True(Tone.Purity(heard.AsSpan(800), 1000) > 0.99, $"purity {Tone.Purity(heard.AsSpan(800), 1000)}");
    }

    [Fact]
    public void AnyBytesAreDecoded_AndAnySamplesEncoded()
    {
        var random = new Random(722);
        var bytes = new byte[64_000];
        random.NextBytes(bytes);
        var samples = new short[bytes.Length];
        new G722Transcoder().ToLinear(bytes, samples);
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)random.Next(short.MinValue, short.MaxValue + 1);
        }

        new G722Transcoder().FromLinear(samples, bytes);
        Assert.All(bytes, code => Assert.Equal(0xC0, code & 0xC0));
    }

    [Theory]
    [InlineData(PayloadKind.Pcmu)]
    [InlineData(PayloadKind.Pcma)]
    public void ALawIsTakenInItsPlace(PayloadKind law)
    {
        var payload = new byte[1600];
        G711.Encode(law, Tone.Make(700, payload.Length), payload);
        new G722Transcoder().FromG711(law, payload);
        new G722Transcoder().ToG711(law, payload);
        var heard = new short[payload.Length];
        G711.Decode(law, payload, heard);

        Assert.True(Tone.Purity(heard.AsSpan(160), 700) > 0.99, $"purity {Tone.Purity(heard.AsSpan(160), 700)}");
    }
}
