/** Networks: layers, training, prediction. */
export { Sequential } from "./sequential.ts";
export type { CompileOptions, EvaluateOptions, Evaluation, SequentialOptions } from "./sequential-options.ts";
export type { FitOptions } from "./fit.ts";
export { augmentImages, type AugmentImagesOptions } from "./augment-images.ts";
export type { Inputs } from "./inputs.ts";
export type { Labels } from "./targets.ts";
export { Layer, type LayerOptions } from "./layers/layer.ts";
export { Activation } from "./layers/activation.ts";
export { AveragePooling2D } from "./layers/average-pooling2d.ts";
export { BatchNormalization, type BatchNormalizationOptions } from "./layers/batch-normalization.ts";
export { Conv2D, type Conv2DOptions } from "./layers/conv2d.ts";
export { Dense, type DenseOptions } from "./layers/dense.ts";
export { DepthwiseConv2D, type DepthwiseConv2DOptions } from "./layers/depthwise-conv2d.ts";
export { Dropout, type DropoutOptions } from "./layers/dropout.ts";
export { Flatten } from "./layers/flatten.ts";
export {
  GlobalAveragePooling2D,
  type GlobalAveragePooling2DOptions,
} from "./layers/global-average-pooling2d.ts";
export { LeakyReLU, type LeakyReLUOptions } from "./layers/leaky-relu.ts";
export { MaxPooling2D, type MaxPooling2DOptions } from "./layers/max-pooling2d.ts";
export { type Pooling2DOptions } from "./layers/pooling2d.ts";
export { ReLU, type ReLUOptions } from "./layers/relu.ts";
export { Rescaling, type RescalingOptions } from "./layers/rescaling.ts";
export { Reshape } from "./layers/reshape.ts";
export { Softmax } from "./layers/softmax.ts";
export { type ActivationName } from "./activations/get-activation.ts";
export { type InitializerName } from "./initializers/get-initializer.ts";
export { type Initializer } from "./initializers/initializer.ts";
export {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  type InitializerOptions,
} from "./initializers/variance-scaling.ts";
export { Ones } from "./initializers/ones.ts";
export { Zeros } from "./initializers/zeros.ts";
export { BinaryCrossentropy } from "./losses/binary-crossentropy.ts";
export { CategoricalCrossentropy, SparseCategoricalCrossentropy } from "./losses/categorical-crossentropy.ts";
export { CtcLoss } from "./losses/ctc-loss.ts";
export { type LossName } from "./losses/get-loss.ts";
export { Loss, type SmoothingOptions } from "./losses/loss.ts";
export { MeanSquaredError } from "./losses/mean-squared-error.ts";
export { Optimizer, type OptimizerOptions } from "./optimizers/optimizer.ts";
export { type OptimizerName } from "./optimizers/get-optimizer.ts";
export { Adam, type AdamOptions } from "./optimizers/adam.ts";
export { AdamW, type AdamWOptions } from "./optimizers/adamw.ts";
export { RMSprop, type RMSpropOptions } from "./optimizers/rmsprop.ts";
export { SGD, type SGDOptions } from "./optimizers/sgd.ts";
export { CosineDecay, type CosineDecayOptions } from "./optimizers/schedules/cosine-decay.ts";
export { ExponentialDecay, type ExponentialDecayOptions } from "./optimizers/schedules/exponential-decay.ts";
export { InverseTimeDecay, type InverseTimeDecayOptions } from "./optimizers/schedules/inverse-time-decay.ts";
export { LearningRateSchedule } from "./optimizers/schedules/learning-rate-schedule.ts";
export { OneCycle, type OneCycleOptions } from "./optimizers/schedules/one-cycle.ts";
export {
  PiecewiseConstantDecay,
  type PiecewiseConstantDecayOptions,
} from "./optimizers/schedules/piecewise-constant-decay.ts";
export { PolynomialDecay, type PolynomialDecayOptions } from "./optimizers/schedules/polynomial-decay.ts";
export { type RegularizerName } from "./regularizers/get-regularizer.ts";
export { L2, type L2Options } from "./regularizers/l2.ts";
export { Regularizer } from "./regularizers/regularizer.ts";
export { Callback, type FitParameters, type Logs } from "./callbacks/callback.ts";
export { type CallbackState } from "./callbacks/callback-state.ts";
export { BackupAndRestore, type BackupAndRestoreOptions } from "./callbacks/backup-and-restore.ts";
export { CSVLogger, type CSVLoggerOptions } from "./callbacks/csv-logger.ts";
export { EarlyStopping, type EarlyStoppingOptions } from "./callbacks/early-stopping.ts";
export { History } from "./callbacks/history.ts";
export {
  LearningRateScheduler,
  type EpochSchedule,
  type LearningRateSchedulerOptions,
} from "./callbacks/learning-rate-scheduler.ts";
export { ModelCheckpoint, type ModelCheckpointOptions } from "./callbacks/model-checkpoint.ts";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./callbacks/reduce-lr-on-plateau.ts";
export { TensorBoard, type TensorBoardOptions } from "./callbacks/tensorboard.ts";
export { firstLayerImages, type WeightImages } from "./inside/first-layer-images.ts";
export { hiddenModel } from "./inside/hidden-model.ts";
export { LookThroughProgram, type LayerActivation, type LookThrough } from "./inside/look-through.ts";
export { nearestRows, type Nearest, type NearestOptions } from "./inside/nearest-rows.ts";
export { smallestFlip, type Flip, type FlipOptions } from "./inside/smallest-flip.ts";
export { platform, providePlatform, type Platform } from "./platform.ts";
export type {
  CompileConfig,
  KerasObject,
  ModelRecord,
  OptimizerRecord,
  WeightRecord,
} from "./model-record.ts";
