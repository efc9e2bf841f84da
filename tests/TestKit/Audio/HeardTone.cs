namespace RtcCluster.TestKit.Audio;

/// <summary>What a stretch of sound holds.</summary>
/// <param name="Frequency">The strongest frequency in Hz; 0 for silence.</param>
/// <param name="Purity">Its share of the whole energy, 0 to 1.</param>
/// <param name="Rms">Root mean square of the samples, full scale is 32767.</param>
public readonly record struct HeardTone(double Frequency, double Purity, double Rms)
{
    private const double Tolerance = 5;
    private const double MinimumPurity = 0.85;
    private const double SilenceRms = 50;

    /// <summary>Below -56 dB: nobody speaks.</summary>
    public bool IsSilence => Rms < SilenceRms;

    /// <summary>Only this tone: the right frequency within 5 Hz and more than 85 % of the energy.</summary>
    public bool Is(double frequency) => !IsSilence && Math.Abs(Frequency - frequency) <= Tolerance && Purity > MinimumPurity;

    public override string ToString() => IsSilence ? $"silence (rms {Rms:0})" : $"{Frequency:0} Hz, purity {Purity:0.000}, rms {Rms:0}";
}
