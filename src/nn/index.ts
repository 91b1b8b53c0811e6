/** Networks: layers, training, prediction. */
export { Sequential } from "./sequential.ts";
export type { CompileOptions, EvaluateOptions, Evaluation, SequentialOptions } from "./sequential.ts";
export type { FitOptions } from "./fit.ts";
export type { Inputs } from "./inputs.ts";
export type { Labels } from "./targets.ts";
export { Layer, type LayerOptions } from "./layers/layer.ts";
export { Conv2D, type Conv2DOptions } from "./layers/conv2d.ts";
export { Dense, type DenseOptions } from "./layers/dense.ts";
export { Dropout, type DropoutOptions } from "./layers/dropout.ts";
export { Flatten } from "./layers/flatten.ts";
export { Rescaling, type RescalingOptions } from "./layers/rescaling.ts";
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
export { Zeros } from "./initializers/zeros.ts";
export { type LossName } from "./losses/get-loss.ts";
export { Optimizer } from "./optimizers/optimizer.ts";
export { type OptimizerName } from "./optimizers/get-optimizer.ts";
export { Adam, type AdamOptions } from "./optimizers/adam.ts";
export { RMSprop, type RMSpropOptions } from "./optimizers/rmsprop.ts";
export { SGD, type SGDOptions } from "./optimizers/sgd.ts";
export { Callback, type FitParameters, type Logs } from "./callbacks/callback.ts";
export { CSVLogger, type CSVLoggerOptions } from "./callbacks/csv-logger.ts";
export { EarlyStopping, type EarlyStoppingOptions } from "./callbacks/early-stopping.ts";
export { History } from "./callbacks/history.ts";
export {
  LearningRateScheduler,
  type LearningRateSchedule,
  type LearningRateSchedulerOptions,
} from "./callbacks/learning-rate-scheduler.ts";
export { ModelCheckpoint, type ModelCheckpointOptions } from "./callbacks/model-checkpoint.ts";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./callbacks/reduce-lr-on-plateau.ts";
export { platform, providePlatform, type Platform } from "./platform.ts";
export type {
  CompileConfig,
  KerasObject,
  ModelRecord,
  OptimizerRecord,
  WeightRecord,
} from "./model-record.ts";
